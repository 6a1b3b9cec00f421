import type { Command } from './command.ts';
import { withSteps } from './with-steps.ts';

const flags = {} as const;

/** `seaworthy unpause`. */
export const unpauseCommand: Command<typeof flags> = {
  name: 'unpause',
  summary: 'Let the processes of paused services go on',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => withSteps(call, { doing: 'unpausing', done: 'unpaused' }, (stack, services) => stack.unpause(services, { signal: call.interrupts.signal })),
};
