import { SeaworthyError } from '../errors.ts';
import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { commandHelp, programHelp } from './help-text.ts';
import type { Output } from './output.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { UsageError } from './usage-error.ts';

interface Program {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly output: Output;
}

/** Runs a command line; resolves with the exit code: 0 for success, 1 for a failure, 2 for a wrong command line. */
export const runCommandLine = async (args: readonly string[], { commands, version, output }: Program): Promise<number> => {
  try {
    const invocation = parseCommandLine(args, commands);
    if (invocation.kind === 'version') output.data(`${version}\n`);
    else if (invocation.kind === 'help') output.data(invocation.command === undefined ? programHelp(commands) : commandHelp(invocation.command));
    else await invocation.command.run({ ...invocation, output });
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.message(`${error.message}\nRun "seaworthy ${error.command === undefined ? '' : `${error.command} `}--help" for what is possible.`);
      return 2;
    }
    if (error instanceof SeaworthyError || error instanceof CommandFailure) {
      output.message(error.message);
      return 1;
    }
    throw error;
  }
};
