import { UsageError } from './usage-error.ts';

const MS_PER_SECOND = 1000;

/** A number of seconds, as milliseconds. @throws UsageError */
export const secondsInMs = (value: string | undefined, flag: string, command: string): number | undefined => {
  const seconds = wholeNumber(value, flag, command);
  return seconds === undefined ? undefined : seconds * MS_PER_SECOND;
};

/** @throws UsageError */
export const wholeNumber = (value: string | undefined, flag: string, command: string): number | undefined => {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`${flag} takes a whole number, and was given "${value}"`, command);
};

/** @throws UsageError */
export const oneOf = <const T extends string>(value: string | undefined, allowed: readonly T[], flag: string, command: string): T | undefined => {
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`${flag} takes ${allowed.map((candidate) => `"${candidate}"`).join(', ')}, and was given "${value}"`, command);
};

/** `NAME=value` as they are; a `NAME` alone has its value from the environment, or none. */
export const variables = (given: readonly string[] | undefined, env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    (given ?? []).map((entry) => {
      const at = entry.indexOf('=');
      return at === -1 ? [entry, env[entry] ?? null] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );

/** `key=value` pairs; a `key` alone has an empty value. */
export const pairs = (given: readonly string[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (given ?? []).map((entry) => {
      const at = entry.indexOf('=');
      return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment: a date and time, seconds since the epoch, or how long ago, as `42m` or `1h30m`. @throws UsageError */
export const moment = (value: string | undefined, flag: string, command: string, nowMs: number): number | undefined => {
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * MS_PER_SECOND;
  if (/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    return nowMs - parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS], 0);
  }
  const timeMs = Date.parse(value);
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new UsageError(`${flag} takes a time such as 2026-01-31T13:23:37Z or how long ago, such as 42m, and was given "${value}"`, command);
};

/** Keys of an object whose values are there: for options that may be left out, but not be `undefined`. */
export const present = <T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
