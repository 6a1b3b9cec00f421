import type { KillOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { present } from './flag-values.ts';
import { withSteps } from './with-steps.ts';

const flags = {
  signal: { type: 'string', short: 's', value: 'SIGNAL', help: 'Signal to send (default SIGKILL)' },
} as const;

/** `seaworthy kill`. */
export const killCommand: Command<typeof flags> = {
  name: 'kill',
  summary: 'Send a signal to the containers of services',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const options = present<KillOptions>({ killSignal: call.flags.signal, signal: call.interrupts.signal });
    await withSteps(call, { doing: 'killing', done: 'killed' }, (stack, services) => stack.kill(services, options));
  },
};
