import { Writable } from 'node:stream';
import type { CopyOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command, CommandCall } from './command.ts';
import { present, wholeNumber } from './flag-values.ts';
import { openStack } from './open-stack.ts';
import { indexFlags } from './shared-flags.ts';
import { UsageError } from './usage-error.ts';

type Call = CommandCall<typeof indexFlags>;

/** `seaworthy cp`. */
export const cpCommand: Command<typeof indexFlags> = {
  name: 'cp',
  summary: 'Copy files between this machine and a service',
  operands: 'SERVICE:SOURCE TARGET|- | SOURCE|- SERVICE:TARGET',
  count: { min: 2, max: 2 },
  flags: indexFlags,
  run: async (call) => {
    const [source = '', target = ''] = call.operands;
    const options = present<CopyOptions>({ index: wholeNumber(call.flags.index, '--index', 'cp'), signal: call.interrupts.signal });
    refuseTerminals(call, source, target);
    const stack = await openStack(call);
    const tar = source === '-' ? call.input.open() : undefined;
    try {
      await stack.cp(tar ?? source, target === '-' ? dataOf(call) : target, options);
    } finally {
      // Nobody reads it any more, so it must not keep the program alive.
      tar?.destroy();
    }
  },
};

/** @throws UsageError where nobody could type or read a tar */
const refuseTerminals = ({ input, output }: Call, source: string, target: string): void => {
  if (source === '-' && target === '-') throw new UsageError('cp copies between this machine and a service, so only one of the two paths can be "-"', 'cp');
  if (source === '-' && input.isTerminal) throw new UsageError('cp - reads a tar from standard input, which is a terminal: send it one, as in "tar -c seed | seaworthy cp - db:/srv"', 'cp');
  if (target === '-' && output.dataScreen.isTerminal) throw new UsageError('cp writes a tar to standard output, which is a terminal: hand it on, as in "seaworthy cp db:/srv - | tar -x"', 'cp');
};

/** Standard output, which stays open. */
const dataOf = ({ output }: Call): Writable =>
  new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      output.data(chunk);
      done();
    },
  });
