import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean, suggestName } from '../engine/compose/suggest.ts';
import type { Command } from './command.ts';
import { besideOwn, type Flags, type FlagValues, helpFlags } from './flags.ts';
import { projectFlags, type ProjectFlags } from './project-flags.ts';
import { UsageError } from './usage-error.ts';

const versionFlags = { version: { type: 'boolean', short: 'v', help: 'Show the version' } } as const;

const progressFlags = { progress: { type: 'string', value: 'KIND', help: '"auto" (default), "tty", "plain" or "quiet"' } } as const;

/** What every command takes beside its own options, before or after its name. */
export const commonFlags: Flags = { ...projectFlags, ...progressFlags };

/** What may stand before the name of a command. */
export const globalFlags: Flags = { ...commonFlags, ...helpFlags, ...versionFlags };

/** A command line that was understood. */
export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'run'; readonly command: Command; readonly flags: FlagValues<Flags>; readonly project: FlagValues<ProjectFlags>; readonly progress: string | undefined; readonly operands: readonly string[] };

/**
 * Reads a command line, without the program's name. Options of the project may stand before and after the command.
 *
 * @throws UsageError for what it does not understand
 */
export const parseCommandLine = (args: readonly string[], commands: readonly Command[]): Invocation => {
  const position = commandPosition(args);
  const before = parseFlags(args.slice(0, position), globalFlags, undefined);
  if (before.flags['version'] === true) return { kind: 'version' };
  const name = args[position];
  if (name === undefined) {
    if (before.flags['help'] === true) return { kind: 'help', command: undefined };
    throw new UsageError('no command was given');
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new UsageError(`unknown command "${name}"${didYouMean(suggestName(name, commands.map((known) => known.name)))}`);
  const after = parseAfter(args.slice(position + 1), command);
  if (before.flags['help'] === true || after.flags['help'] === true) return { kind: 'help', command };
  const flags = merge(before.flags, after.flags);
  checkCount(command, after.operands);
  return { kind: 'run', command, flags, project: flags, progress: flags['progress'] as string | undefined, operands: after.operands };
};

const parseAfter = (args: readonly string[], command: Command): Parsed => {
  const flags = { ...besideOwn({ ...commonFlags, ...helpFlags }, command.flags), ...command.flags };
  if (command.takesCommand !== true) return parseFlags(args, flags, command.name);
  const { tokens } = parseArgs({ args: [...args], options: toOptions(flags), strict: false, allowPositionals: true, tokens: true });
  const first = tokens.find((token) => token.kind === 'positional')?.index ?? args.length;
  const { flags: given } = parseFlags(args.slice(0, first), flags, command.name);
  return { flags: given, operands: args.slice(first) };
};

const checkCount = ({ name, operands, count }: Command, given: readonly string[]): void => {
  if (count === undefined) return;
  const { min, max = Infinity } = count;
  if (given.length < min) throw new UsageError(`${name} takes ${operands}, and was given ${given.length === 0 ? 'nothing' : `only "${given.join(' ')}"`}`, name);
  if (given.length > max) throw new UsageError(`${name} takes ${operands === '' ? 'no operands' : operands}, and was given "${given.join(' ')}"`, name);
};

/** Where the name of the command stands, or where it would. */
const commandPosition = (args: readonly string[]): number => {
  const { tokens } = parseArgs({ args: [...args], options: toOptions(globalFlags), strict: false, allowPositionals: true, tokens: true });
  return tokens.find((token) => token.kind === 'positional')?.index ?? args.length;
};

type Options = NonNullable<ParseArgsConfig['options']>;

const toOptions = (flags: Flags): Options =>
  Object.fromEntries(Object.entries(flags).map(([name, { type, short, multiple = false }]) => [name, { type, multiple, ...(short === undefined ? {} : { short }) }]));

interface Parsed {
  readonly flags: FlagValues<Flags>;
  readonly operands: readonly string[];
}

const parseFlags = (args: readonly string[], flags: Flags, command: string | undefined): Parsed => {
  const config = { args: [...args], options: toOptions(flags), allowPositionals: true, tokens: true } as const;
  for (const token of parseArgs({ ...config, strict: false }).tokens) {
    if (token.kind !== 'option' || Object.hasOwn(flags, token.name)) continue;
    const suggestion = token.name.length === 1 ? undefined : suggestName(token.name, Object.keys(flags));
    throw new UsageError(`unknown option ${token.rawName}${didYouMean(suggestion && `--${suggestion}`)}`, command);
  }
  try {
    const { values, positionals } = parseArgs({ ...config, strict: true });
    return { flags: values as FlagValues<Flags>, operands: positionals };
  } catch (error) {
    // Its first sentence says what is wrong; the rest is for who writes the program.
    const [sentence = ''] = (error as Error).message.split(/\.?\n|\. /);
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1), command);
  }
};

/** Values that may be repeated add up; of the others, the last one counts. */
const merge = (before: FlagValues<Flags>, after: FlagValues<Flags>): FlagValues<Flags> => {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const earlier = merged[name];
    merged[name] = Array.isArray(earlier) && Array.isArray(value) ? [...(earlier as unknown[]), ...(value as unknown[])] : value;
  }
  return merged as FlagValues<Flags>;
};
