import type { RestartOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { secondsInMs } from './flag-values.ts';
import { servicesCommand } from './services-command.ts';
import { graceFlags } from './shared-flags.ts';

const own = {
  'no-deps': { type: 'boolean', help: 'Leave alone what has depends_on with restart: true on them' },
} as const;

const flags: typeof own & typeof graceFlags = { ...own, ...graceFlags };

/** `seaworthy restart`. */
export const restartCommand: Command<typeof flags> = servicesCommand({
  name: 'restart',
  summary: 'Stop and start services, and wait until they are ready',
  steps: ['restarting', 'ready'],
  actsOn: ['created', 'running', 'paused', 'restarting', 'exited', 'dead'],
  flags,
  options: ({ timeout, 'no-deps': noDeps }) => ({ stopTimeoutMs: secondsInMs(timeout, '--timeout', 'restart'), noDeps }),
  act: (stack, services, options: Omit<RestartOptions, 'timeoutMs'>) => stack.restart(services, options),
});
