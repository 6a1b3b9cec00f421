import type { StopOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { present, secondsInMs } from './flag-values.ts';
import { withSteps } from './with-steps.ts';

const flags = {
  timeout: { type: 'string', short: 't', value: 'SECONDS', help: 'Grace before a container is killed (default: its stop_grace_period, else 10)' },
} as const;

/** `seaworthy stop`. */
export const stopCommand: Command<typeof flags> = {
  name: 'stop',
  summary: 'Stop services; their containers stay',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const timeoutMs = secondsInMs(call.flags.timeout, '--timeout', 'stop');
    await withSteps(call, { doing: 'stopping', done: 'stopped' }, (stack, services) => stack.stop(services, present<StopOptions>({ timeoutMs, signal: call.interrupts.signal })));
  },
};
