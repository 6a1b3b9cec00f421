import { expect, it } from 'vitest';
import { pullsAgain } from '../../../../src/engine/lifecycle/ensure-images.ts';

it('pulls an image that is older than its policy allows', () => {
  const hours = (count: number) => ({ lastTaggedMs: Date.UTC(2026, 0, 10) - count * 3_600_000 });
  const pulls = (pullPolicy: string, old: number, option?: 'always' | 'missing' | 'never') => pullsAgain({ pullPolicy }, option, hours(old), Date.UTC(2026, 0, 10));
  expect([pulls('daily', 23), pulls('daily', 25), pulls('weekly', 25), pulls('weekly', 169), pulls('every_2h', 1), pulls('every_2h', 3)]).toEqual([false, true, false, true, false, true]);
  expect([pulls('always', 0), pulls('always', 0, 'missing'), pulls('missing', 900), pulls('missing', 0, 'always')]).toEqual([true, false, false, true]);
});
