import { expect, test } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import type { EngineEvent } from '../../../src/engine/runtime/runtime.ts';
import { failureOf } from './scene.ts';

/** What keeps this process alive: sockets that are not in use must not be among it. */
const openPipes = (): number => process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length;

test('does not hold the process while it is idle', async () => {
  const before = openPipes();
  const runtime = await connectBackend();
  await Promise.all(Array.from({ length: 10 }, () => runtime.containers.list([])));
  await expect.poll(openPipes).toBe(before);
  runtime.close();
});

test('ends what is under way when it is closed', async () => {
  const before = openPipes();
  const runtime = await connectBackend();
  const events = await runtime.events(['seaworthy.test=never'], { signal: new AbortController().signal });
  const reading = failureOf((async (): Promise<EngineEvent | undefined> => {
    for await (const event of events) return event;
    return undefined;
  })());
  expect(openPipes()).toBe(before + 1);
  runtime.close();
  expect((await reading).code).toBe('BACKEND_LOST');
  await expect.poll(openPipes).toBe(before);
});
