import type { CallOptions } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { servicesCommand } from './services-command.ts';

const flags = {} as const;

/** `seaworthy unpause`. */
export const unpauseCommand: Command<typeof flags> = servicesCommand({
  name: 'unpause',
  summary: 'Let the processes of paused services go on',
  steps: ['unpausing', 'unpaused'],
  actsOn: ['paused'],
  flags,
  options: () => ({}),
  act: (stack, services, options: CallOptions) => stack.unpause(services, options),
});
