import { SeaworthyError } from '../errors.ts';
import type { Stack } from '../engine/lifecycle/stack.ts';
import type { Command, CommandCall } from './command.ts';
import { chosenServices, openFromFiles } from './open-stack.ts';
import { progressView } from './progress-view.ts';

const flags = {
  quiet: { type: 'boolean', short: 'q', help: 'Show no progress' },
  'ignore-pull-failures': { type: 'boolean', help: 'Pull what can be pulled, and only warn of the rest' },
  'ignore-buildable': { type: 'boolean', help: 'Taken, and without effect: images that are built are never pulled' },
} as const;

/** `seaworthy pull`. */
export const pullCommand: Command<typeof flags> = {
  name: 'pull',
  summary: 'Pull the images of services',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const stack = await openFromFiles(call, { services: chosenServices(call.operands) });
    const view = progressView(call.flags.quiet === true ? 'quiet' : call.progress, call.output);
    const pull = async (services: readonly string[] | undefined): Promise<void> =>
      stack.pull(services, { onPulled: (reference) => view.step(`Image ${reference}`, 'pulled', 'done'), signal: call.interrupts.signal });
    try {
      if (call.flags['ignore-pull-failures'] === true) await pullEach(call, stack, pull);
      else await pull(chosenServices(call.operands));
    } finally {
      view.end();
    }
  },
};

const pullEach = async ({ operands, output, interrupts }: CommandCall<typeof flags>, stack: Stack, pull: (services: readonly string[]) => Promise<void>): Promise<void> => {
  for (const name of chosenServices(operands) ?? Object.keys(stack.config().services)) {
    try {
      await pull([name]);
    } catch (error) {
      interrupts.signal.throwIfAborted();
      if (!(error instanceof SeaworthyError) || !error.code.startsWith('IMAGE_')) throw error;
      output.warning(error.message);
    }
  }
};
