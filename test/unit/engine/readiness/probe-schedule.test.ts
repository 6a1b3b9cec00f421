import { expect, it } from 'vitest';
import { pauseBeforeProbe } from '../../../../src/engine/readiness/probe-schedule.ts';

const pauses = (intervalMs: number): number[] => Array.from({ length: 12 }, (_, attempt) => Math.round(pauseBeforeProbe(attempt, intervalMs)));

it('probes at once, then with growing pauses up to half a second', () => {
  expect(pauses(30_000)).toEqual([0, 20, 30, 45, 68, 101, 152, 228, 342, 500, 500, 500]);
});

it('never pauses longer than the interval that the healthcheck asks for', () => {
  expect(pauses(100)).toEqual([0, 20, 30, 45, 68, 100, 100, 100, 100, 100, 100, 100]);
});
