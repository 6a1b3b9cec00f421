import { z } from 'zod';

/** A schema for one value of the document. */
export type Schema = z.ZodType;
/** The keys of a mapping and what each may be. All are optional unless they are named as required. */
export type Shape = Readonly<Record<string, Schema>>;

/** What an issue of these schemas carries beside zod's own facts. */
export interface IssueFacts {
  /** The key that is not known or that is missing. */
  readonly unknownKey?: string;
  readonly missingKey?: string;
  /** Every key that would have been known. */
  readonly knownKeys?: readonly string[];
  /** Two entries of a list that must not repeat. */
  readonly repeated?: string;
  /** A name that the pattern does not allow. */
  readonly badName?: string;
}

interface ObjectOptions {
  /** Whether `x-` keys may stand beside the known ones. */
  readonly extensions?: boolean;
  readonly required?: readonly string[];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A check that runs also where values below are wrong, so that one pass finds misspelt keys and wrong values alike. */
const always = <T>(run: (payload: z.core.ParsePayload) => void): z.core.$ZodCheck<T> => {
  const check = z.check<T>(run);
  check._zod.def.when = () => true;
  return check;
};

const fail = (payload: z.core.ParsePayload, path: readonly PropertyKey[], params: IssueFacts): void => {
  payload.issues.push({ code: 'custom', input: payload.value, path: [...path], params: { ...params } });
};

/** A mapping with known keys. */
export const object = (shape: Shape, { extensions = true, required = [] }: ObjectOptions = {}): Schema => {
  const optional = Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, schema.optional()]));
  const knownKeys = Object.keys(shape);
  const known = new Set(knownKeys);
  const keys = always((payload) => {
    if (!isObject(payload.value)) return;
    for (const key of Object.keys(payload.value)) {
      if (!known.has(key) && !(extensions && key.startsWith('x-'))) fail(payload, [key], { unknownKey: key, knownKeys });
    }
    for (const key of required) if (!(key in payload.value)) fail(payload, [], { missingKey: key });
  });
  return z.looseObject(optional).check(keys);
};

/** A mapping with one of the first keys, and any of the others. */
export const exactlyOneOf = (kinds: Shape, others: Shape): Schema => {
  const names = Object.keys(kinds);
  const one = always((payload) => {
    if (!isObject(payload.value)) return;
    const found = names.filter((name) => name in (payload.value as object));
    if (found.length === 1) return;
    payload.issues.push({ code: 'custom', input: payload.value, path: [], params: { expected: `exactly one of ${names.join(', ')}` } });
  });
  return object({ ...kinds, ...others }, { extensions: false }).check(one);
};

/** A mapping whose keys the user chooses. */
export const dictionary = (value: Schema, name?: RegExp): Schema => {
  const record = z.record(z.string(), value);
  if (name === undefined) return record;
  const names = always((payload) => {
    if (!isObject(payload.value)) return;
    for (const key of Object.keys(payload.value)) if (!name.test(key)) fail(payload, [key], { badName: key });
  });
  return record.check(names);
};

/** A list whose entries must differ. */
export const uniqueList = (item: Schema): Schema =>
  z.array(item).check(
    always((payload) => {
      if (!Array.isArray(payload.value)) return;
      const seen = new Set<string>();
      for (const [index, entry] of payload.value.entries()) {
        const identity = JSON.stringify(entry);
        if (seen.has(identity)) fail(payload, [index], { repeated: typeof entry === 'string' ? entry : identity });
        seen.add(identity);
      }
    }),
  );

export const resourceName: RegExp = /^[a-zA-Z0-9._-]+$/;
/** Any key but an empty one. */
const anyName = /./;

export const string: Schema = z.string();
export const boolean: Schema = z.boolean();
export const nothing: Schema = z.null();
export const number: Schema = z.number();
export const integer: Schema = z.number().refine((value) => Number.isInteger(value), { params: { expected: 'a whole number' } });
export const integerBetween = (low: number, high: number = Infinity): Schema =>
  z.number().refine((value: number) => Number.isInteger(value) && value >= low && value <= high, {
    params: { expected: high === Infinity ? `a whole number from ${String(low)} up` : `a whole number from ${String(low)} to ${String(high)}` },
  });

/** A text that the pattern finds a match in. */
export const matching = (pattern: RegExp, expected: string): Schema => z.string().refine((value) => pattern.test(value), { params: { expected } });

export const either = (first: Schema, second: Schema, ...more: readonly Schema[]): Schema => z.union([first, second, ...more]);

export const oneOf = (first: string, ...more: readonly string[]): Schema => z.enum([first, ...more]);

export const list = (item: Schema): Schema => z.array(item);

export const booleanOrString: Schema = either(boolean, string);
export const integerOrString: Schema = either(integer, string);
export const numberOrString: Schema = either(number, string);
export const strings: Schema = list(string);
export const uniqueStrings: Schema = uniqueList(string);
export const stringOrList: Schema = either(string, uniqueStrings);
export const command: Schema = either(nothing, string, strings);
/** `KEY: value` or a list of `KEY=value`. */
export const keyValues: Schema = either(dictionary(either(string, number, boolean, nothing), anyName), uniqueStrings);
export const driverOptions: Schema = dictionary(either(string, number));
export const extraHosts: Schema = either(dictionary(either(string, strings), anyName), uniqueStrings);
export const ulimits: Schema = dictionary(
  either(integer, string, object({ hard: integerOrString, soft: integerOrString }, { required: ['soft', 'hard'] })),
);
