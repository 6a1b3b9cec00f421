import type { RestartOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { present, secondsInMs } from './flag-values.ts';
import { withSteps } from './with-steps.ts';

const flags = {
  'no-deps': { type: 'boolean', help: 'Leave alone what has depends_on with restart: true on them' },
  timeout: { type: 'string', short: 't', value: 'SECONDS', help: 'Grace before a container is killed (default: its stop_grace_period, else 10)' },
} as const;

/** `seaworthy restart`. */
export const restartCommand: Command<typeof flags> = {
  name: 'restart',
  summary: 'Stop and start services, and wait until they are ready',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const options = present<RestartOptions>({ stopTimeoutMs: secondsInMs(call.flags.timeout, '--timeout', 'restart'), noDeps: call.flags['no-deps'], signal: call.interrupts.signal });
    await withSteps(call, { doing: 'restarting', done: 'ready' }, (stack, services) => stack.restart(services, options));
  },
};
