import type { PortOptions } from '../engine/lifecycle/verb-options.ts';
import type { Command } from './command.ts';
import { oneOf, present, wholeNumber } from './flag-values.ts';
import { openStack } from './open-stack.ts';
import { indexFlags } from './shared-flags.ts';
import { UsageError } from './usage-error.ts';

const own = {
  protocol: { type: 'string', value: 'PROTOCOL', help: '"tcp" (default) or "udp"' },
} as const;

const flags: typeof own & typeof indexFlags = { ...own, ...indexFlags };

/** `seaworthy port`. */
export const portCommand: Command<typeof flags> = {
  name: 'port',
  summary: 'Print where a published port of a service answers',
  operands: 'SERVICE PORT',
  count: { min: 2, max: 2 },
  flags,
  run: async (call) => {
    const [service = '', target = ''] = call.operands;
    if (!/^\d{1,5}$/.test(target)) throw new UsageError(`the port of a container is a number, and "${target}" is none`, 'port');
    const options = present<PortOptions>({
      protocol: oneOf(call.flags.protocol, ['tcp', 'udp'], '--protocol', 'port'),
      index: wholeNumber(call.flags.index, '--index', 'port'),
      signal: call.interrupts.signal,
    });
    const stack = await openStack(call);
    const { host, port } = await stack.port(service, Number(target), options);
    call.output.data(`${host.includes(':') ? `[${host}]` : host}:${String(port)}\n`);
  },
};
