import { parseBoolean, parseDecimal, parseFloatText } from '../cast.ts';
import { goText } from '../go-text.ts';
import type { Issues } from '../issues.ts';
import { describeValue } from '../schema/kinds.ts';
import { asString, Float, isNull, type ScalarNode, toPlain, type TreeNode, type TreePath } from '../tree.ts';
import { formatDuration, parseBytes, parseDurationNs, UnitError } from '../units.ts';

/** Turns a node into a value of the model. Undefined leaves the key out; what cannot be read is reported. */
export type Decode = (node: TreeNode, path: TreePath, issues: Issues) => unknown;

const wrong = (node: TreeNode, path: TreePath, issues: Issues, expected: string): unknown => {
  if (node.kind !== 'scalar' || node.failed !== true) {
    issues.add({ path, place: node.place, message: `expected ${expected}, found ${describeValue(node)}` });
  }
  return undefined;
};

/** Reads a scalar that is not null; anything else is left out or reported. */
const onScalar =
  (expected: string, read: (node: ScalarNode, path: TreePath, issues: Issues) => unknown): Decode =>
  (node, path, issues) => {
    if (node.kind !== 'scalar') return wrong(node, path, issues, expected);
    return node.value === null || node.failed === true ? undefined : read(node, path, issues);
  };

const isFloat = ({ value }: ScalarNode): boolean => value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));

/** Text; whole numbers become text, which those with a fraction do not. */
const readText = (node: ScalarNode, path: TreePath, issues: Issues): string | undefined => {
  if (!isFloat(node)) return goText(node.value);
  wrong(node, path, issues, 'a string or a whole number');
  return undefined;
};

/** Text; whole numbers become text, an empty text is left out. */
export const text: Decode = onScalar('a string', (node, path, issues) => readText(node, path, issues) || undefined);

/** A boolean that is said only when it is true. */
export const flag: Decode = (node, path, issues) => (optionalFlag(node, path, issues) === true ? true : undefined);

/** A boolean for which false differs from nothing said. */
export const optionalFlag: Decode = onScalar('a boolean', (node, path, issues) => {
  const value = typeof node.value === 'string' ? parseBoolean(node.value) : node.value;
  return typeof value === 'boolean' ? value : wrong(node, path, issues, 'a boolean (true or false)');
});

const integerOf = (node: ScalarNode): number | bigint | undefined => {
  if (typeof node.value === 'string') return parseDecimal(node.value);
  if (node.value instanceof Float) return Math.trunc(node.value.value);
  if (typeof node.value === 'number') return Math.trunc(node.value);
  return typeof node.value === 'bigint' ? node.value : undefined;
};

const readInteger = (node: ScalarNode, path: TreePath, issues: Issues, least: number): unknown => {
  const value = integerOf(node);
  const expected = least === 0 ? 'a whole number that is not negative' : 'a whole number';
  return value === undefined || value < least ? wrong(node, path, issues, expected) : Number(value);
};

/** A whole number for which 0 differs from nothing said. */
export const optionalInteger: Decode = onScalar('a whole number', (node, path, issues) => readInteger(node, path, issues, -Infinity));

export const optionalCount: Decode = onScalar('a whole number', (node, path, issues) => readInteger(node, path, issues, 0));

const withoutZero =
  (decode: Decode): Decode =>
  (node, path, issues) => {
    const value = decode(node, path, issues);
    return value === 0 ? undefined : value;
  };

/** A whole number; 0 is left out. */
export const integer: Decode = withoutZero(optionalInteger);

/** A whole number from 0 up; 0 is left out. */
export const count: Decode = withoutZero(optionalCount);

/** A number that must not be given as text. */
export const unquotedCount =
  (remedy: string): Decode =>
  (node, path, issues) => (asString(node) === undefined ? count(node, path, issues) : wrong(node, path, issues, `a number${remedy}`));

/** A number with single precision, printed with as few digits as tell it apart; 0 is left out. */
export const float: Decode = onScalar('a number', (node, path, issues) => {
  const value = typeof node.value === 'string' ? parseFloatText(node.value) : toPlain(node);
  if (typeof value !== 'number') return wrong(node, path, issues, 'a number');
  return value === 0 ? undefined : shortestSingle(value);
});

const shortestSingle = (value: number): number => {
  const single = Math.fround(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const candidate = Number(single.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return single;
};

/** A duration, as Go prints it. */
export const duration: Decode = onScalar('a duration', (node, path, issues) => readUnit(node, path, issues, (value) => formatDuration(parseDurationNs(value))));

/** A duration; zero is left out. */
export const durationUnlessZero: Decode = (node, path, issues) => {
  const value = duration(node, path, issues);
  return value === '0s' ? undefined : value;
};

/** A size in bytes as decimal text; 0 is left out. A fraction without a unit says nothing, as in Compose. */
export const bytes: Decode = onScalar('a size', (node, path, issues) => {
  if (isFloat(node)) return undefined;
  const value = readUnit(node, path, issues, (size) => BigInt(parseBytes(size)).toString());
  return value === '0' ? undefined : value;
});

const readUnit = (node: ScalarNode, path: TreePath, issues: Issues, parse: (text: string) => string): string | undefined => {
  try {
    return parse(goText(node.value));
  } catch (error) {
    if (!(error instanceof UnitError)) throw error;
    issues.add({ path, place: node.place, message: error.message });
    return undefined;
  }
};

/** A list; one value stands for a list of it, an empty list is left out. */
export const listOf =
  (item: Decode): Decode =>
  (node, path, issues) => {
    if (isNull(node)) return undefined;
    const nodes = node.kind === 'list' ? node.items : [node];
    const values = nodes.flatMap((entry, index) => item(entry, node.kind === 'list' ? [...path, index] : path, issues) ?? []);
    return values.length === 0 ? undefined : values;
  };

/** The value of an option of a driver that takes only text: nothing is an empty text. */
export const optionText: Decode = (node, path, issues) => {
  if (isNull(node)) return '';
  return node.kind === 'scalar' && typeof node.value !== 'boolean' ? listedText(node, path, issues) : wrong(node, path, issues, 'a string or a whole number');
};

/** Text in a list; here an empty text counts. */
const listedText: Decode = onScalar('a string', readText);

export const texts: Decode = listOf(listedText);

/** A mapping with keys of the user's choice; an empty one is left out. */
export const dictionaryOf =
  (value: Decode, whenUndefined?: unknown): Decode =>
  (node, path, issues) => {
    if (isNull(node)) return undefined;
    if (node.kind !== 'map') return wrong(node, path, issues, 'a mapping');
    const entries: [string, unknown][] = [];
    for (const [key, entry] of node.entries) {
      const decoded = value(entry.value, [...path, key], issues) ?? whenUndefined;
      if (decoded !== undefined) entries.push([key, decoded]);
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };

/** `KEY: value` or `KEY=value`, where a key without a value has `unset`. */
const keyValues =
  (unset: '' | null): Decode =>
  (node, path, issues) => {
    if (isNull(node)) return undefined;
    const entries: [string, string | null][] = [];
    if (node.kind === 'map') {
      for (const [key, { value }] of node.entries) {
        if (value.kind !== 'scalar') wrong(value, [...path, key], issues, 'a string, a number or a boolean');
        else entries.push([key, value.value === null ? unset : goText(value.value)]);
      }
    } else {
      for (const [index, item] of (node.kind === 'list' ? node.items : [node]).entries()) {
        const entry = item.kind === 'scalar' ? goText(item.value) : '';
        const equals = entry.indexOf('=');
        const key = equals < 0 ? entry : entry.slice(0, equals);
        if (unset === null && /\s$/.test(key)) issues.add({ path: [...path, index], place: item.place, message: `the name "${key}" ends in a space; remove it` });
        entries.push([key, equals < 0 ? unset : entry.slice(equals + 1)]);
      }
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };

/** Labels and the like: a key without a value is empty. */
export const labels: Decode = keyValues('');

/** Environment and build arguments: a key without a value is null. */
export const environment: Decode = keyValues(null);

/** Any value with all that its YAML says, for `x-` keys: see {@link plainExtensions}. */
const anything: Decode = (node) => toPlain(node, (value) => value);

interface ObjectOptions {
  /** Present even where nothing is said in it, or where it is not there at all. */
  readonly always?: boolean;
}

/** A mapping with known keys. `x-` keys are kept. */
export const object =
  (fields: Readonly<Record<string, Decode>>, options: ObjectOptions = {}): Decode =>
  (node, path, issues) => {
    if (isNull(node)) return options.always === true ? {} : undefined;
    if (node.kind !== 'map') return wrong(node, path, issues, 'a mapping');
    return decodeFields(node, path, issues, fields);
  };

/** The known fields of a mapping, and its `x-` keys. */
export const decodeFields = (
  node: TreeNode,
  path: TreePath,
  issues: Issues,
  fields: Readonly<Record<string, Decode>>,
): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  if (node.kind !== 'map') return result;
  for (const [key, { value }] of node.entries) {
    const decode = Object.hasOwn(fields, key) ? fields[key] : key.startsWith('x-') ? anything : undefined;
    const decoded = decode?.(value, [...path, key], issues);
    if (decoded !== undefined) result[key] = decoded;
  }
  return result;
};
