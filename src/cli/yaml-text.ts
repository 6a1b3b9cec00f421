import type { Printed, PrintedMap } from '../engine/compose/printed/printed.ts';
import { Float, Timestamp } from '../engine/compose/tree.ts';
import { yamlKey, yamlNumber, yamlText } from './yaml-scalar-text.ts';

/** The longest key, in bytes, that stands before its colon on one line. */
const longestSimpleKey = 128;

/** Whether a key must be marked with `?`, its colon on a line of its own: it is long, or has several lines. */
const isComplexKey = (key: string): boolean => /[\n\r\x85\u2028\u2029]/.test(key) || Buffer.byteLength(key) > longestSimpleKey;

/**
 * A value as YAML, byte for byte as `docker compose` writes it: two spaces of indentation for mappings and lists alike,
 * lines of any length, quotes only where a reader needs them. A library that may be told to come close would still
 * differ in escapes, in the choice of quotes and in the marks of block scalars.
 */
export const yamlDocument = (value: PrintedMap): string => `${writeBlock(value, '')}\n`;

const isMap = (value: Printed): value is PrintedMap => value instanceof Map;
const isList = (value: Printed): value is readonly Printed[] => Array.isArray(value);

/** The lines of a mapping or list that is not empty, or a scalar; the first line is not indented. */
const writeBlock = (value: Printed, indent: string): string => {
  if (isMap(value) && value.size > 0) return [...value].map(([key, entry]) => writeEntry(key, entry, indent)).join(`\n${indent}`);
  if (isList(value) && value.length > 0) return value.map((item) => `- ${writeBlock(item, `${indent}  `)}`).join(`\n${indent}`);
  return writeInline(value, indent);
};

const writeEntry = (key: string, value: Printed, indent: string): string => {
  const below = `${indent}  `;
  const name = isComplexKey(key) ? `? ${yamlText(key, below)}\n${indent}:` : `${yamlKey(key)}:`;
  const isBlock = (isMap(value) && value.size > 0) || (isList(value) && value.length > 0);
  return isBlock ? `${name}\n${below}${writeBlock(value, below)}` : `${name} ${writeInline(value, below)}`;
};

const writeInline = (value: Printed, indent: string): string => {
  if (value === null) return 'null';
  if (typeof value === 'string') return yamlText(value, indent);
  if (typeof value === 'number' || value instanceof Float) return yamlNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Timestamp) return value.printed;
  return isMap(value) ? '{}' : '[]';
};
