import { describe, expect, it } from 'vitest';
import { judgeProbe, startRecord, type HealthRecord, type HealthVerdict } from '../../../../src/engine/readiness/health-verdict.ts';

const policy = { intervalMs: 1000, timeoutMs: 500, startPeriodMs: 0, retries: 3 };

const judgeAll = (probes: readonly (readonly [endedAtMs: number, exitCode: number | null])[], overrides: Partial<typeof policy> = {}): HealthVerdict[] => {
  let record: HealthRecord = startRecord(0);
  return probes.map(([endedAtMs, exitCode]) => {
    const judged = judgeProbe(record, { endedAtMs, exitCode }, { ...policy, ...overrides });
    record = judged.record;
    return judged.verdict;
  });
};

describe('judgeProbe', () => {
  it('believes a success at any moment, also inside the start period', () => {
    expect(judgeAll([[5, 0]], { startPeriodMs: 60_000 })).toEqual(['healthy']);
  });

  it('never counts failures that come before the first interval has passed', () => {
    expect(judgeAll(Array.from({ length: 50 }, (_, index) => [index * 19, 1] as const))).toEqual(Array.from({ length: 50 }, () => 'undecided'));
  });

  it('counts one failure an interval, however often it probes', () => {
    const probes = Array.from({ length: 31 }, (_, index) => [index * 100, 1] as const);
    expect(judgeAll(probes).indexOf('unhealthy')).toBe(30);
  });

  it('is unhealthy after as many counted failures as retries allow', () => {
    expect(judgeAll([[1000, 1], [2000, 1], [3000, 1]])).toEqual(['undecided', 'undecided', 'unhealthy']);
  });

  it('counts nothing inside the start period', () => {
    expect(judgeAll([[1000, 1], [2000, 1], [3000, 1], [5100, 1], [6100, 1], [7100, 1]], { startPeriodMs: 5000 })).toEqual([
      'undecided', 'undecided', 'undecided', 'undecided', 'undecided', 'unhealthy',
    ]);
  });

  it('takes a probe without an answer for a failure', () => {
    expect(judgeAll([[1000, null]], { retries: 1 })).toEqual(['unhealthy']);
  });
});
