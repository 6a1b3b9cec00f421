import type { Command } from './command.ts';
import { withSteps } from './with-steps.ts';

const flags = {} as const;

/** `seaworthy start`: unlike `docker compose start` it ends when the services are ready. */
export const startCommand: Command<typeof flags> = {
  name: 'start',
  summary: 'Start services that were stopped, and wait until they are ready',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => withSteps(call, { doing: 'starting', done: 'ready' }, (stack, services) => stack.start(services, { signal: call.interrupts.signal })),
};
