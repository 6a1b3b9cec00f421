import type { Flags, FlagValues } from './flags.ts';
import type { Output } from './output.ts';
import type { ProjectFlags } from './project-flags.ts';

/** What a command was called with. */
export interface CommandCall<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly project: FlagValues<ProjectFlags>;
  /** What is neither an option nor the value of one. */
  readonly operands: readonly string[];
  readonly output: Output;
}

/** One command of the command line. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Its operands, as the help text shows them. */
  readonly operands: string;
  readonly flags: F;
  /** @throws UsageError, CommandFailure or SeaworthyError */
  run(call: CommandCall<F>): Promise<void>;
}
