import type { CallOptions } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { servicesCommand } from './services-command.ts';

const flags = {} as const;

/** `seaworthy pause`. */
export const pauseCommand: Command<typeof flags> = servicesCommand({
  name: 'pause',
  summary: 'Freeze the processes of services',
  steps: ['pausing', 'paused'],
  actsOn: ['running'],
  flags,
  options: () => ({}),
  act: (stack, services, options: CallOptions) => stack.pause(services, options),
});
