import type { Command } from './command.ts';
import { withSteps } from './with-steps.ts';

const flags = {} as const;

/** `seaworthy pause`. */
export const pauseCommand: Command<typeof flags> = {
  name: 'pause',
  summary: 'Freeze the processes of services',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => withSteps(call, { doing: 'pausing', done: 'paused' }, (stack, services) => stack.pause(services, { signal: call.interrupts.signal })),
};
