import { expect, test } from 'vitest';
import { formatEngineTime, fromNanoseconds, parseEngineTime } from '../../../../src/engine/runtime/engine-time.ts';

test('reads nanoseconds as milliseconds with a fraction of microseconds', () => {
  expect(parseEngineTime('2026-11-24T05:33:06.123456789Z')).toBe(Date.UTC(2026, 10, 24, 5, 33, 6) + 123.456);
});

test('reads a time without a fraction and with an offset', () => {
  expect(parseEngineTime('2026-11-24T06:33:06+01:00')).toBe(Date.UTC(2026, 10, 24, 5, 33, 6));
});

test.each(['0001-01-01T00:00:00Z', '', 'GET /', '2026-13-45T99:99:99Z'])('finds no time in "%s"', (text) => {
  expect(parseEngineTime(text)).toBeUndefined();
});

test('reads the nanoseconds of an event', () => {
  expect(fromNanoseconds(Number('1795499422946552111'))).toBeCloseTo(1_795_499_422_946.552, 3);
});

test('sends a moment back as it was read, cut to microseconds', () => {
  for (const fraction of ['000000999', '123456789', '999999999', '000000000', '500000001']) {
    expect(formatEngineTime(parseEngineTime(`2026-11-24T05:33:06.${fraction}Z`)!)).toBe(`${Date.UTC(2026, 10, 24, 5, 33, 6) / 1000}.${fraction.slice(0, 6)}000`);
  }
});
