import type { ReadLogsOptions } from '../engine/lifecycle/stack.ts';
import type { Command, CommandCall } from './command.ts';
import { moment, present, wholeNumber } from './flag-values.ts';
import { stackLogPrinter } from './log-printer.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { logStyleFlags } from './shared-flags.ts';

const own = {
  follow: { type: 'boolean', short: 'f', help: 'Go on with new lines as they come' },
  tail: { type: 'string', short: 'n', value: 'NUMBER', help: 'Only the last lines of each container; "all" (default) or a number' },
  since: { type: 'string', value: 'TIME', help: 'Only lines from then on: 2026-01-31T13:23:37Z, or 42m for 42 minutes ago' },
  until: { type: 'string', value: 'TIME', help: 'Only lines before then' },
  timestamps: { type: 'boolean', short: 't', help: 'Begin each line with its time' },
} as const;

const flags: typeof own & typeof logStyleFlags = { ...own, ...logStyleFlags };

type Request = ReadLogsOptions & { readonly services?: readonly string[] };

/** `seaworthy logs`. */
export const logsCommand: Command<typeof flags> = {
  name: 'logs',
  summary: 'Print what the containers of a project wrote',
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const request = requestOf(call);
    const stack = await openStack(call);
    const services = request.services ?? Object.keys(stack.services);
    const print = stackLogPrinter(stack, services, call.flags, call.output);
    if (call.flags.follow === true) for await (const line of stack.followLogs(request)) call.output.data(print(line));
    else call.output.data((await stack.logs(request)).map(print).join(''));
  },
};

const requestOf = ({ flags: { tail, since, until, timestamps }, operands, interrupts }: CommandCall<typeof flags>): Request => {
  const nowMs = Date.now();
  return present<Request>({
    services: chosenServices(operands),
    tail: tail === undefined || tail === 'all' ? undefined : wholeNumber(tail, '--tail', 'logs'),
    since: moment(since, '--since', 'logs', nowMs),
    until: moment(until, '--until', 'logs', nowMs),
    timestamps,
    signal: interrupts.signal,
  });
};
