import { InterpolationError, type NamedVariable, variablesIn } from '../engine/compose/interpolate.ts';
import { sortedEntries } from '../engine/compose/printed/arrange.ts';
import { CommandFailure } from './command-failure.ts';
import { yamlKey, yamlText } from './yaml-scalar-text.ts';

/**
 * The variables that a document names, each once, as a table or in the format that was asked for.
 *
 * @throws CommandFailure for a reference that is malformed
 */
export const variablesText = (document: unknown, format: string | undefined): string => {
  const named = new Map(textsIn(document).flatMap(variablesOf).map((variable) => [variable.name, variable]));
  const names = [...sortedEntries([...named.keys()].map((name) => [name, name] as const), format === 'json' ? 'json' : 'yaml').keys()];
  const variables = names.flatMap((name) => named.get(name) ?? []);
  if (format === 'json') return jsonText(variables);
  return format === 'yaml' ? yamlTextOf(variables) : tableText(variables);
};

const variablesOf = (text: string): readonly NamedVariable[] => {
  try {
    return variablesIn(text);
  } catch (error) {
    if (!(error instanceof InterpolationError)) throw error;
    throw new CommandFailure(`${error.message}; write "$$" for a dollar sign, or "\${NAME}", "\${NAME:-default}", "\${NAME:?message}"`, error);
  }
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The keys are those of the Go type behind it, in each of its spellings. */
const jsonText = (variables: readonly NamedVariable[]): string => {
  const entries = variables.map(({ name, defaultValue, alternative, required }) => [name, { Name: name, DefaultValue: defaultValue, PresenceValue: alternative, Required: required }]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 4)}\n\n`;
};

const yamlTextOf = (variables: readonly NamedVariable[]): string => {
  if (variables.length === 0) return '{}\n';
  const entry = ({ name, defaultValue, alternative, required }: NamedVariable): string =>
    [`${yamlKey(name)}:`, `name: ${yamlText(name, '')}`, `defaultvalue: ${yamlText(defaultValue, '')}`, `presencevalue: ${yamlText(alternative, '')}`, `required: ${String(required)}\n`].join('\n    ');
  return variables.map(entry).join('');
};

const MIN_WIDTH = 20;
const GAP = 3;

/** Every column but the last is as wide as its widest cell and a gap, and no narrower than twenty characters. */
const tableText = (variables: readonly NamedVariable[]): string => {
  const heading = ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'];
  const rows = [heading, ...variables.map(({ name, required, defaultValue, alternative }) => [name, String(required), defaultValue, alternative])];
  const lengthOf = (cell: string): number => Array.from(cell).length;
  const widths = heading.map((_, column) => (column === heading.length - 1 ? 0 : Math.max(MIN_WIDTH, ...rows.map((row) => lengthOf(row[column] ?? '') + GAP))));
  return rows.map((row) => `${row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell)))).join('')}\n`).join('');
};
