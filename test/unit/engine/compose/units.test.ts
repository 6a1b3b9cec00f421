import { describe, expect, it } from 'vitest';
import { formatDuration, parseBytes, parseDurationMs, parseDurationNs, UnitError } from '../../../../src/engine/compose/units.ts';

describe('parseDurationMs', () => {
  it.each([
    ['0', 0], ['500ms', 500], ['10s', 10_000], ['1m30s', 90_000], ['1.5h', 5_400_000], ['.5s', 500], ['30s1m', 90_000], ['1d', 86_400_000], ['1w2d3h', 788_400_000],
    ['100us', 0.1], ['1ns', 1e-6], ['-5s', -5000], ['+1s', 1000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', '10', 's', '5x', '1m 30s', 'abc', '9000000h', '1..5s', 'constructor'])('refuses %j', (text) => {
    expect(() => parseDurationMs(text)).toThrow(UnitError);
  });

  it('says what was found and how to write it', () => {
    expect(() => parseDurationMs('10')).toThrow('a unit is missing in the duration "10"; write it as "500ms", "10s" or "1m30s"');
  });
});

describe('formatDuration', () => {
  it.each([
    ['0', '0s'], ['1m', '1m0s'], ['90s', '1m30s'], ['1d', '24h0m0s'], ['1500ms', '1.5s'], ['2ms', '2ms'], ['1500us', '1.5ms'], ['5us', '5µs'], ['7ns', '7ns'], ['-90s', '-1m30s'], ['3600.25s', '1h0m0.25s'],
  ])('prints %s as %s', (text, printed) => {
    expect(formatDuration(parseDurationNs(text))).toBe(printed);
  });
});

describe('parseBytes', () => {
  it.each([
    ['1024', 1024], ['-1', -1], ['1b', 1], ['1k', 1024], ['1KB', 1024], ['1kib', 1024], ['64m', 67_108_864], ['1.5g', 1_610_612_736], ['.5g', 536_870_912], ['1 g', 1_073_741_824], ['1t', 1_099_511_627_776], ['1p', 1_125_899_906_842_624], ['1e3k', 1_024_000],
  ])('reads %s as %d', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each(['', 'abc', '1x', '1gbb', '1kbi', '-1k', 'k', '1  g', '1.2.3m'])('refuses %j', (text) => {
    expect(() => parseBytes(text)).toThrow(UnitError);
  });
});
