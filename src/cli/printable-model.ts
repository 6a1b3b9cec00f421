import type { Model } from '../engine/compose/model.ts';
import { compareNaturally } from './natural-order.ts';
import type { Format, Printed, PrintedMap } from './printed.ts';
import { type Fields, projectShape, type Shape } from './printed-shapes.ts';
import { usedNames } from './used-names.ts';

interface PrintOptions {
  readonly format: Format;
  /** Keeps networks, volumes, configs and secrets that no service uses. */
  readonly unused: boolean;
}

/**
 * A resolved model as `docker compose config` prints it: unused resources dropped, keys in its order, and what each
 * format leaves out left out. JSON has extensions (`x-`) at the top only and no `models`, its top-level keys are sorted,
 * and it says `null` or `{}` where YAML says nothing.
 */
export const printableModel = (model: Model, { format, unused }: PrintOptions): PrintedMap => {
  const printed = arrangeFields(unused ? model : withoutUnused(model), projectShape, format);
  if (format === 'yaml') return printed;
  const sections = [...printed].filter(([section]) => section !== 'models');
  return sorted([...sections, ...printableExtensions(model, format)], format);
};

/** A value of no known shape, with its keys sorted. */
export const printableValue = (value: unknown, format: Format): Printed => {
  if (Array.isArray(value)) return value.map((item) => printableValue(item, format));
  if (value instanceof Date) return value;
  if (typeof value !== 'object' || value === null) return value as Printed;
  return sorted(presentEntries(value).map(([key, entry]) => [key, printableValue(entry, format)] as const), format);
};

const presentEntries = (value: object): readonly (readonly [string, unknown])[] => Object.entries(value).filter(([, entry]) => entry !== undefined);

const sorted = (entries: readonly (readonly [string, Printed])[], format: Format): PrintedMap =>
  new Map([...entries].sort(([a], [b]) => (format === 'yaml' ? compareNaturally(a, b) : a < b ? -1 : 1)));

const isEmpty = (value: Printed): boolean => value === null || (value instanceof Map && value.size === 0);

/** Brings a value into its shape. */
const arrange = (value: unknown, shape: Shape | undefined, format: Format): Printed => {
  if (shape === undefined || value === null) return printableValue(value, format);
  if (Array.isArray(value)) return value.map((item) => arrange(item, shape, format));
  if (shape.kind === 'special') return shape.print(value, format);
  if (typeof value !== 'object') return printableValue(value, format);
  if (shape.kind === 'fields') return arrangeFields(value, shape, format);
  return sorted(presentEntries(value).map(([key, entry]) => [key, arrange(entry, shape.of, format)] as const), format);
};

const arrangeFields = (value: object, shape: Fields, format: Format): PrintedMap => {
  const present = new Map(presentEntries(value));
  const known = shape.keys.flatMap((key) => {
    if (!present.has(key)) return [];
    const printed = arrange(present.get(key), shape.below[key], format);
    return format === 'yaml' && shape.quiet.has(key) && isEmpty(printed) ? [] : [[key, printed] as const];
  });
  return new Map([...known, ...(format === 'yaml' ? sorted(printableExtensions(value, format), format) : [])]);
};

const printableExtensions = (value: object, format: Format): readonly (readonly [string, Printed])[] =>
  presentEntries(value).flatMap(([key, entry]) => (key.startsWith('x-') ? [[key, printableValue(entry, format)] as const] : []));

/** The model without what no service uses; a section with nothing left goes, too. */
const withoutUnused = (model: Model): object => {
  const used: Readonly<Record<string, ReadonlySet<string>>> = usedNames(model);
  const entries = Object.entries(model).flatMap(([section, value]) => {
    const names = Object.hasOwn(used, section) ? used[section] : undefined;
    if (names === undefined) return [[section, value] as const];
    const kept = Object.entries(value as Record<string, unknown>).filter(([name]) => names.has(name));
    return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)] as const];
  });
  return Object.fromEntries(entries);
};
