/** A duration or a size that cannot be read. The message says what was found and what is allowed. */
export class UnitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnitError';
  }
}

const nanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  'µs': 1_000n,
  'μs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};
const longest = 2n ** 63n - 1n;

/** A duration such as `1m30s`, `1.5h`, `500ms` or `2d` in nanoseconds. */
export const parseDurationNs = (text: string): bigint => {
  const wrong = (why: string): UnitError => new UnitError(`${why} in the duration "${text}"; write it as "500ms", "10s" or "1m30s"`);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0n;
  if (body === '') throw wrong('nothing was found');
  let total = 0n;
  let rest = body;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const [whole = '', fraction = ''] = [number?.[1], number?.[2]];
    if (whole === '' && fraction === '') throw wrong('no number');
    rest = rest.slice(number?.[0].length);
    const unit = /^[^.\d]+/.exec(rest)?.[0] ?? '';
    if (unit === '') throw wrong('a unit is missing');
    const scale = Object.hasOwn(nanoseconds, unit) ? nanoseconds[unit] : undefined;
    if (scale === undefined) throw wrong(`unknown unit "${unit}"`);
    rest = rest.slice(unit.length);
    total += BigInt(whole || '0') * scale + (fraction === '' ? 0n : (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length));
    if (total > longest) throw wrong('too large a value');
  }
  return sign === '-' ? -total : total;
};

/** A duration such as `1m30s` in milliseconds, which may have a fraction. @throws UnitError */
export const parseDurationMs = (text: string): number => Number(parseDurationNs(text)) / 1e6;

/** Nanoseconds as Go prints a duration: `1m30s`, `500ms`, `0s`. */
export const formatDuration = (duration: bigint): string => {
  if (duration === 0n) return '0s';
  const sign = duration < 0n ? '-' : '';
  const magnitude = duration < 0n ? -duration : duration;
  for (const [unit, scale, digits] of [['ns', 1n, 0], ['µs', 1_000n, 3], ['ms', 1_000_000n, 6]] as const) {
    if (magnitude < scale * 1000n && magnitude < 1_000_000_000n) return `${sign}${decimal(magnitude, digits)}${unit}`;
  }
  const minutes = magnitude / 60_000_000_000n;
  const seconds = `${decimal(magnitude % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${String(minutes)}m${seconds}`;
  return `${sign}${String(minutes / 60n)}h${String(minutes % 60n)}m${seconds}`;
};

const decimal = (value: bigint, digits: number): string => {
  const scale = 10n ** BigInt(digits);
  const fraction = digits === 0 ? '' : String(value % scale).padStart(digits, '0').replace(/0+$/, '');
  return fraction === '' ? String(value / scale) : `${String(value / scale)}.${fraction}`;
};

const exponents: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** A byte size such as `64m`, `1.5gb`, `1GiB` or `1024` in bytes; units are binary. `-1` is kept. @throws UnitError */
export const parseBytes = (text: string): number => {
  if (/^[-+]?\d+$/.test(text)) return Number(text);
  const parts = /^([0-9.]+(?:[eE][-+]?\d+)?) ?([A-Za-z]*)$/.exec(text);
  const number = Number(parts?.[1] ?? 'NaN');
  const unit = (parts?.[2] ?? '').toLowerCase();
  const wellFormed = unit === '' || unit === 'b' || /^[kmgtp](b|ib)?$/.test(unit);
  if (Number.isNaN(number) || !wellFormed) throw new UnitError(`"${text}" is not a size; write it as "64m", "1.5g" or a number of bytes`);
  return Math.trunc(number * 1024 ** (exponents[unit[0] ?? 'b'] ?? 0));
};
