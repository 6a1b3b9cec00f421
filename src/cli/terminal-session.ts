import type { ExecOptions } from '../engine/lifecycle/stack.ts';
import type { CommandCall } from './command.ts';
import type { Flags } from './flags.ts';

/** What a command in a container is given of this program's own streams. */
export type Streams = Pick<ExecOptions, 'tty' | 'stdin' | 'onOutput' | 'terminalSize'>;

type Call = Pick<CommandCall<Flags>, 'input' | 'output'>;

/** A command gets a terminal where there is one at both ends, unless it is told not to. */
export const wantsTerminal = ({ input, output }: Call, refused: boolean | undefined): boolean => refused !== true && input.isTerminal && output.dataScreen.isTerminal;

/** Connects this program's streams with those of a command while it runs; its bytes are handed on as they are. */
export const withStreams = async <T>({ input, output }: Call, tty: boolean, act: (streams: Streams) => Promise<T>): Promise<T> => {
  const { columns, rows } = output.dataScreen;
  const stdin = input.open();
  const restore = tty ? input.raw() : () => {};
  try {
    return await act({ tty, stdin, onOutput: (chunk, stream) => (stream === 'stdout' ? output.data(chunk) : output.aside(chunk)), ...(tty ? { terminalSize: { columns, rows } } : {}) });
  } finally {
    restore();
    // Nobody reads it any more, so it must not keep the program alive.
    stdin.destroy();
  }
};
