import { type Printed, printDate } from '../engine/compose/printed/printed.ts';
import { escapeForGo } from './go-json.ts';

const quoted = (text: string): string => escapeForGo(JSON.stringify(text));

/** A value as JSON, as `docker compose` writes it: two spaces of indentation, no line break at the end. */
export const jsonDocument = (value: Printed, indent = ''): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return JSON.stringify(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return quoted(printDate(value));
  const below = `${indent}  `;
  const enclose = (lines: readonly string[], [open, close]: readonly [string, string]): string =>
    lines.length === 0 ? open + close : `${open}\n${lines.map((line) => below + line).join(',\n')}\n${indent}${close}`;
  if (value instanceof Map) return enclose([...(value as ReadonlyMap<string, Printed>)].map(([key, entry]) => `${quoted(key)}: ${jsonDocument(entry, below)}`), ['{', '}']);
  return enclose((value as readonly Printed[]).map((item) => jsonDocument(item, below)), ['[', ']']);
};
