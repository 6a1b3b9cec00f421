import type { CallOptions } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { servicesCommand } from './services-command.ts';

const flags = {} as const;

/** `seaworthy start`: unlike `docker compose start` it ends when the services are ready. */
export const startCommand: Command<typeof flags> = servicesCommand({
  name: 'start',
  summary: 'Start services that were stopped, and wait until they are ready',
  steps: ['starting', 'ready'],
  actsOn: ['created', 'exited', 'dead'],
  flags,
  options: () => ({}),
  act: (stack, services, options: CallOptions) => stack.start(services, options),
});
