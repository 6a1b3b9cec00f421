import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';

it('follows a log over a run that says nothing, and tells no line twice', { timeout: 120_000 }, async () => {
  const script = 'runs=$$(cat /runs 2> /dev/null || echo 0); echo $$((runs + 1)) > /runs; [ $$runs = 1 ] || echo run $$runs; exec sleep 600';
  await using stack = await up({ services: { app: { image: BUSYBOX, command: ['sh', '-c', script], stop_grace_period: '0s' } } });
  const { app } = stack.services;
  const seen: string[] = [];
  const restarts = (async () => {
    for (const _run of [1, 2]) await app.restart();
  })();
  for await (const { text } of stack.followLogs({ signal: AbortSignal.timeout(60_000) })) {
    seen.push(text);
    if (text === 'run 2') break;
  }
  await restarts;
  expect(seen).toEqual(['run 0', 'run 2']);
});
