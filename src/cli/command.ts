import type { Flags, FlagValues } from './flags.ts';
import type { Engine } from './engine.ts';
import type { Input } from './input.ts';
import type { Interrupts } from './interruption.ts';
import type { Output } from './output.ts';
import type { ProgressKind } from './progress-kind.ts';
import type { ProjectFlags } from './project-flags.ts';

/** What a command was called with. */
export interface CommandCall<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly project: FlagValues<ProjectFlags>;
  /** What is neither an option nor the value of one. */
  readonly operands: readonly string[];
  readonly progress: ProgressKind;
  readonly output: Output;
  readonly input: Input;
  readonly interrupts: Interrupts;
  readonly engine: Engine;
}

/** One command of the command line. */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Its operands, as the help text shows them. */
  readonly operands: string;
  /** How many operands it takes; default any number. */
  readonly count?: { readonly min: number; readonly max?: number };
  readonly flags: F;
  /** Its operands are a service and a command line of its own: what begins with a dash after the first is no option. */
  readonly takesCommand?: boolean;
  /**
   * Resolves with the exit code, where it is not 0.
   * @throws UsageError, CommandFailure or SeaworthyError
   */
  run(call: CommandCall<F>): Promise<number | undefined> | Promise<void>;
}
