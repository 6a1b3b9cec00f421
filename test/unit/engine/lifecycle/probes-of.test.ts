import { expect, test } from 'vitest';
import { probesOf } from '../../../../src/engine/lifecycle/gather-evidence.ts';

const probe = (endMs: number) => ({ startMs: endMs - 10, endMs, exitCode: 1, output: '' });
const health = (status: 'healthy' | 'unhealthy') => ({ status, failingStreak: 1, probes: [probe(100), probe(200), probe(300)] });
const ends = (status: 'healthy' | 'unhealthy', sinceMs: number, untilMs?: number): readonly number[] => probesOf(health(status), { sinceMs, ...(untilMs === undefined ? {} : { untilMs }) }).map(({ endMs }) => endMs);

test('has the probes of the window, those that begin or end in it too', () => {
  expect(ends('healthy', 195, 290)).toEqual([200, 300]);
  expect(ends('healthy', 150)).toEqual([200, 300]);
  expect(probesOf(undefined, { sinceMs: 0 })).toEqual([]);
});

test('has the last probe of an unhealthy service, though it was before the window', () => {
  expect(ends('unhealthy', 400)).toEqual([300]);
  expect(ends('healthy', 400)).toEqual([]);
});
