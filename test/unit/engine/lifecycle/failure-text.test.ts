import { expect, it } from 'vitest';
import { failureText } from '../../../../src/engine/lifecycle/failure-text.ts';

it('says what happened, what was seen and what to do', () => {
  const facts = {
    service: 'db', phase: 'ready', container: 'shop-db-1', exitCode: 137, outOfMemory: true, waiting: ['web', 'worker'],
    lastProbe: { exitCode: 2, output: 'no response\nat all' }, logTail: ['starting', 'allocating'],
  } as const;
  expect(failureText('Service "db" ran out of memory.', facts, 'Give it more.')).toMatchInlineSnapshot(`
    "Service "db" ran out of memory.
      phase       ready
      container   shop-db-1
      exit code   137 (out of memory)
      waiting     web, worker
      last probe  exit 2: no response
                  at all
      log         last 2 lines
        db | starting
        db | allocating
      Give it more."
  `);
});

it('leaves out what is not known, and says that a log is empty', () => {
  expect(failureText('Service "db" failed.', { service: 'db', phase: 'start', waiting: [], logTail: [] }, 'Look.')).toMatchInlineSnapshot(`
    "Service "db" failed.
      phase       start
      log         empty
      Look."
  `);
});
