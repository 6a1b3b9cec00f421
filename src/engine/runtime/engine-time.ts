/**
 * Milliseconds since the epoch of the engine's RFC 3339 text; `undefined` for its "never" (year 1) and for what is no
 * time. Nanoseconds are cut to microseconds, which a double still tells apart, so that a time read here and sent back
 * as `since` never lies after the moment it came from.
 */
export function parseEngineTime(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null || text.startsWith('0001-')) return undefined;
  const whole = Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`);
  const micros = Number((match[2] ?? '').slice(0, 6).padEnd(6, '0'));
  return Number.isNaN(whole) ? undefined : whole + micros / 1000;
}

/** Milliseconds since the epoch from nanoseconds, which are too many for a double to hold exactly. */
export const fromNanoseconds = (nanoseconds: number): number => Math.floor(nanoseconds / 1000) / 1000;

/** A moment as the engine's `since` and `until` take it: seconds with a fraction, here of microseconds. */
export function formatEngineTime(ms: number): string {
  const micros = Math.round(ms * 1000);
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, '0')}000`;
}
