import { SeaworthyError } from '../errors.ts';
import type { Command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { commandHelp, programHelp } from './help-text.ts';
import type { Engine } from './engine.ts';
import type { Input } from './input.ts';
import { Interruption, type Interrupts } from './interruption.ts';
import type { Output } from './output.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { parseProgress } from './progress-kind.ts';
import { UsageError } from './usage-error.ts';

export interface Program {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly output: Output;
  readonly input: Input;
  readonly interrupts: Interrupts;
  readonly engine: Engine;
}

/**
 * Runs a command line; resolves with the exit code: 0 for success, 1 for a failure, 2 for a wrong command line, 130 and
 * its like for the end by a signal; `exec` and `run` have that of the command.
 */
export const runCommandLine = async (args: readonly string[], program: Program): Promise<number> => {
  const { commands, version, output } = program;
  try {
    const invocation = parseCommandLine(args, commands);
    if (invocation.kind === 'version') output.data(`${version}\n`);
    else if (invocation.kind === 'help') output.data(invocation.command === undefined ? programHelp(commands) : commandHelp(invocation.command));
    else {
      const code = await invocation.command.run({ ...invocation, progress: parseProgress(invocation.progress, output.asideScreen), output, input: program.input, interrupts: program.interrupts, engine: program.engine });
      if (typeof code === 'number') return code;
    }
    return 0;
  } catch (error) {
    return exitCodeOf(error, program);
  }
};

const exitCodeOf = (error: unknown, { output, interrupts }: Program): number => {
  const { aborted, reason } = interrupts.signal as { readonly aborted: boolean; readonly reason: unknown };
  if (error instanceof UsageError) {
    output.message(`${error.message}\nRun "seaworthy ${error.command === undefined ? '' : `${error.command} `}--help" for what is possible.`);
    return 2;
  }
  if (error instanceof Interruption || error instanceof SeaworthyError || error instanceof CommandFailure) {
    // Other programs end without a word, too, when their reader has seen enough.
    if (!(error instanceof Interruption && error.signalName === 'SIGPIPE')) output.message(error.message);
    return aborted && reason instanceof Interruption ? reason.exitCode : 1;
  }
  throw error;
};
