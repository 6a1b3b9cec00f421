import type { Printed } from '../engine/compose/printed/printed.ts';
import { Float, Timestamp } from '../engine/compose/tree.ts';
import { CommandFailure } from './command-failure.ts';
import { escapeForGo } from './go-json.ts';

const quoted = (text: string): string => escapeForGo(JSON.stringify(text));

const numberText = (value: number): string => {
  if (!Number.isFinite(value)) throw new CommandFailure(`JSON has no number for the ${Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'} in an extension ("x-"); print YAML, or leave it out`);
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
};

/**
 * A value as JSON, as `docker compose` writes it: two spaces of indentation, no line break at the end.
 *
 * @throws CommandFailure for a number that JSON does not have
 */
export const jsonDocument = (value: Printed, indent = ''): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Timestamp) return quoted(value.printed);
  if (value instanceof Float) return numberText(value.value);
  const below = `${indent}  `;
  const enclose = (lines: readonly string[], [open, close]: readonly [string, string]): string =>
    lines.length === 0 ? open + close : `${open}\n${lines.map((line) => below + line).join(',\n')}\n${indent}${close}`;
  if (value instanceof Map) return enclose([...(value as ReadonlyMap<string, Printed>)].map(([key, entry]) => `${quoted(key)}: ${jsonDocument(entry, below)}`), ['{', '}']);
  return enclose((value as readonly Printed[]).map((item) => jsonDocument(item, below)), ['[', ']']);
};
