import type { KillOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { servicesCommand } from './services-command.ts';

const flags = {
  signal: { type: 'string', short: 's', value: 'SIGNAL', help: 'Signal to send (default SIGKILL)' },
} as const;

/** `seaworthy kill`. */
export const killCommand: Command<typeof flags> = servicesCommand({
  name: 'kill',
  summary: 'Send a signal to the containers of services',
  steps: ['killing', 'killed'],
  actsOn: ['running', 'paused', 'restarting'],
  flags,
  options: ({ signal }) => ({ killSignal: signal }),
  act: (stack, services, options: KillOptions) => stack.kill(services, options),
});
