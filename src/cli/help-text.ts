import type { Command } from './command.ts';
import type { Flags } from './flags.ts';
import { besideOwn, helpFlags } from './flags.ts';
import { commonFlags, globalFlags } from './parse-command-line.ts';

/** The help of the program, with its commands. */
export const programHelp = (commands: readonly Command[]): string =>
  [
    'Usage: seaworthy [OPTIONS] COMMAND',
    'Compose stacks without a Compose binary.',
    `Commands:\n${columns(commands.map(({ name, summary }) => [name, summary]))}`,
    `Options:\n${flagLines(globalFlags)}`,
    'Run "seaworthy COMMAND --help" for the options of a command.\n',
  ].join('\n\n');

/** The help of one command. */
export const commandHelp = ({ name, summary, operands, flags }: Command): string =>
  [`Usage: seaworthy ${name} [OPTIONS] ${operands}`, `${summary}.`, `Options:\n${flagLines({ ...flags, ...helpFlags })}`, `Options of the project, before or after the command:\n${flagLines(besideOwn(commonFlags, flags))}\n`].join('\n\n');

const flagLines = (flags: Flags): string =>
  columns(Object.entries(flags).map(([name, { short, value, help }]) => [`${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`, help]));

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};
