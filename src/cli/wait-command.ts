import type { Command } from './command.ts';
import { openStack } from './open-stack.ts';

const flags = {} as const;

/** `seaworthy wait`: prints an exit code per container, and ends with the first that is not 0. */
export const waitCommand: Command<typeof flags> = {
  name: 'wait',
  summary: 'Wait until the containers of services have ended, and print their exit codes',
  operands: 'SERVICE...',
  count: { min: 1 },
  flags,
  run: async (call) => {
    const stack = await openStack(call);
    const ended = await stack.wait(call.operands, { signal: call.interrupts.signal });
    call.output.data(ended.map(({ exitCode }) => `${String(exitCode)}\n`).join(''));
    return ended.find(({ exitCode }) => exitCode !== 0)?.exitCode;
  },
};
