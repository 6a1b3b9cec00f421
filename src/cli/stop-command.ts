import type { StopOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { secondsInMs } from './flag-values.ts';
import { servicesCommand } from './services-command.ts';
import { graceFlags } from './shared-flags.ts';

/** `seaworthy stop`. */
export const stopCommand: Command<typeof graceFlags> = servicesCommand({
  name: 'stop',
  summary: 'Stop services; their containers stay',
  steps: ['stopping', 'stopped'],
  actsOn: ['running', 'paused', 'restarting'],
  flags: graceFlags,
  options: ({ timeout }) => ({ timeoutMs: secondsInMs(timeout, '--timeout', 'stop') }),
  act: (stack, services, options: StopOptions) => stack.stop(services, options),
});
