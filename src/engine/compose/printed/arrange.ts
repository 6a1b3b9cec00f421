import { Float, Timestamp } from '../tree.ts';
import { compareNaturally } from './natural-order.ts';
import type { Format, Printed, PrintedMap } from './printed.ts';
import type { Fields, Shape } from './shapes.ts';

/** A value of no known shape, with its keys sorted. */
export const printableValue = (value: unknown, format: Format): Printed => {
  if (Array.isArray(value)) return value.map((item) => printableValue(item, format));
  if (value instanceof Float || value instanceof Timestamp) return value;
  if (typeof value !== 'object' || value === null) return value as Printed;
  return sortedEntries(presentEntries(value).map(([key, entry]) => [key, printableValue(entry, format)] as const), format);
};

const presentEntries = (value: object): readonly (readonly [string, unknown])[] => Object.entries(value).filter(([, entry]) => entry !== undefined);

/** Entries in the order of the format. */
export const sortedEntries = (entries: readonly (readonly [string, Printed])[], format: Format): PrintedMap =>
  new Map([...entries].sort(([a], [b]) => (format === 'yaml' ? compareNaturally(a, b) : a < b ? -1 : 1)));

const isEmpty = (value: Printed): boolean => value === null || (value instanceof Map && value.size === 0);

/** Brings a value into its shape. */
const arrange = (value: unknown, shape: Shape | undefined, format: Format): Printed => {
  if (shape === undefined || value === null) return printableValue(value, format);
  if (Array.isArray(value)) return value.map((item) => arrange(item, shape, format));
  if (shape.kind === 'special') return shape.print(value, format);
  if (typeof value !== 'object') return printableValue(value, format);
  if (shape.kind === 'fields') return arrangeFields(value, shape, format);
  return sortedEntries(presentEntries(value).map(([key, entry]) => [key, arrange(entry, shape.of, format)] as const), format);
};

/** Brings a value with keys of its own into its shape. */
export const arrangeFields = (value: object, shape: Fields, format: Format): PrintedMap => {
  const present = new Map(presentEntries(value));
  const known = shape.keys.flatMap((key) => {
    if (!present.has(key)) return [];
    const printed = arrange(present.get(key), shape.below[key], format);
    return format === 'yaml' && shape.quiet.has(key) && isEmpty(printed) ? [] : [[key, printed] as const];
  });
  return new Map([...known, ...(format === 'yaml' ? sortedEntries(printableExtensions(value, format), format) : [])]);
};

/** The `x-` keys of a value. */
export const printableExtensions = (value: object, format: Format): readonly (readonly [string, Printed])[] =>
  presentEntries(value).flatMap(([key, entry]) => (key.startsWith('x-') ? [[key, printableValue(entry, format)] as const] : []));
