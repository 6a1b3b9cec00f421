import type { CopyOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { present, wholeNumber } from './flag-values.ts';
import { openStack } from './open-stack.ts';
import { indexFlags } from './shared-flags.ts';

/** `seaworthy cp`. */
export const cpCommand: Command<typeof indexFlags> = {
  name: 'cp',
  summary: 'Copy files between this machine and a service',
  operands: 'SERVICE:SOURCE TARGET | SOURCE SERVICE:TARGET',
  count: { min: 2, max: 2 },
  flags: indexFlags,
  run: async (call) => {
    const [source = '', target = ''] = call.operands;
    const options = present<CopyOptions>({ index: wholeNumber(call.flags.index, '--index', 'cp'), signal: call.interrupts.signal });
    const stack = await openStack(call);
    await stack.cp(source, target, options);
  },
};
