import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/engine/runtime/runtime.ts';
import { collect, setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

test('sees what happens after the subscription, to containers with the label only, until the signal aborts', async () => {
  const labels = { ...scene.labels, 'seaworthy.test.watched': 'yes' };
  const controller = new AbortController();
  const events = await scene.runtime.events([scene.label, 'seaworthy.test.watched=yes'], { signal: controller.signal });
  const seen: EngineEvent[] = [];
  const reading = (async () => {
    for await (const event of events) {
      seen.push(event);
      if (event.action === 'destroy') controller.abort();
    }
  })();
  await scene.run('true');
  const id = await scene.run('exit 6', { Labels: labels });
  await scene.runtime.containers.wait(id);
  await scene.runtime.containers.remove(id, { force: true });
  await reading;
  expect(seen.map(({ type, action }) => `${type} ${action}`)).toEqual(['container create', 'container start', 'container die', 'container destroy']);
  expect(seen.every((event) => event.id === id)).toBe(true);
  expect(seen[2]!.attributes['exitCode']).toBe('6');
  expect(Math.abs(seen[2]!.timeMs - Date.now())).toBeLessThan(60_000);
  expect(seen[2]!.timeMs).toBeGreaterThan(seen[1]!.timeMs);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('misses nothing that is asked for right after the subscription', async () => {
  for (let round = 0; round < 10; round += 1) {
    const controller = new AbortController();
    const events = await scene.runtime.events([scene.label], { signal: controller.signal });
    const [id, first] = await Promise.all([scene.create('true'), collectOne(events)]);
    expect(first).toMatchObject({ action: 'create', id });
    controller.abort();
  }
});

const collectOne = async (events: AsyncIterable<EngineEvent>): Promise<EngineEvent | undefined> => {
  for await (const event of events) return event;
  return undefined;
};

test('is empty when the signal aborts before it is read', async () => {
  const controller = new AbortController();
  const events = await scene.runtime.events([scene.label], { signal: controller.signal });
  controller.abort();
  expect(await collect(events)).toEqual([]);
});

test('rejects with the reason of a signal that has aborted before the subscription', async () => {
  const reason = new Error('enough');
  await expect(scene.runtime.events([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
