import { expect, test } from 'vitest';
import { waitForHealthy } from '../../../../src/engine/readiness/wait-for-healthy.ts';

const healthcheck = { test: ['CMD', 'true'], intervalMs: 1, timeoutMs: 1_000, retries: 9, startPeriodMs: 0 };

// No engine can be made to be asked in that very moment.
test.each([
  ['cannot exec in a deleted state: unknown', 1],
  ['OCI runtime exec failed: exec failed: unable to start container process: cannot exec in a stopped state: unknown', 1],
  ['sh: cannot exec in a stopped state', 3],
])('what runc says of a container that ends, %j, is no answer of its healthcheck: %i probes', async (said, seen) => {
  const answers = [{ exitCode: 126, stdout: '', stderr: said }, { exitCode: 126, stdout: said, stderr: '' }];
  const probes: unknown[] = [];
  const waiting = waitForHealthy({
    healthcheck,
    exec: () => Promise.resolve(answers.shift() ?? { exitCode: 0, stdout: '', stderr: '' }),
    onProbe: (probe) => probes.push(probe),
    signal: AbortSignal.timeout(5_000),
  });
  expect(await waiting).toBe('healthy');
  expect(probes).toHaveLength(seen);
});
