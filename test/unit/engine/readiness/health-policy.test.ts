import { expect, it } from 'vitest';
import { healthCommand } from '../../../../src/engine/readiness/health-command.ts';
import { healthPolicy } from '../../../../src/engine/readiness/health-policy.ts';

it("takes the engine's defaults for what is absent or zero", () => {
  expect(healthPolicy({ test: [], intervalMs: 0, retries: 0 })).toEqual({ intervalMs: 30_000, timeoutMs: 30_000, startPeriodMs: 0, retries: 3 });
});

it('runs CMD as it is and CMD-SHELL through the shell', () => {
  expect(healthCommand({ test: ['CMD', 'pg_isready', '-q'] })).toEqual(['pg_isready', '-q']);
  expect(healthCommand({ test: ['CMD-SHELL', 'a && b'] })).toEqual(['/bin/sh', '-c', 'a && b']);
  expect(healthCommand({ test: ['NONE'] })).toBeUndefined();
});
