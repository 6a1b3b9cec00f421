import type { ExecOptions } from '../engine/lifecycle/stack.ts';
import type { Command } from './command.ts';
import { present, variables, wholeNumber } from './flag-values.ts';
import { openStack } from './open-stack.ts';
import { indexFlags, processFlags } from './shared-flags.ts';
import { wantsTerminal, withStreams } from './terminal-session.ts';

const own = {
  detach: { type: 'boolean', short: 'd', help: 'Start the command and do not wait for it' },
  privileged: { type: 'boolean', help: 'Give it all privileges' },
} as const;

const flags: typeof own & typeof indexFlags & typeof processFlags = { ...own, ...indexFlags, ...processFlags };

/** `seaworthy exec`: ends with the exit code of the command. */
export const execCommand: Command<typeof flags> = {
  name: 'exec',
  summary: 'Run a command in a container of a service',
  operands: 'SERVICE COMMAND [ARGUMENT...]',
  count: { min: 2 },
  takesCommand: true,
  flags,
  run: async (call) => {
    const [service = '', ...command] = call.operands;
    const { user, workdir, privileged, index, env } = call.flags;
    const options = present<ExecOptions>({
      user,
      workdir,
      privileged,
      index: wholeNumber(index, '--index', 'exec'),
      env: setVariables(env),
      signal: call.interrupts.signal,
    });
    const stack = await openStack(call);
    if (call.flags.detach === true) {
      await stack.execDetached(service, command, options);
      return 0;
    }
    const { exitCode } = await withStreams(call, wantsTerminal(call, call.flags['no-tty']), (streams) => stack.exec(service, command, { ...options, ...streams }));
    return exitCode;
  },
};

/** One that has no value here either is not set there. */
const setVariables = (given: readonly string[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(variables(given, process.env)).filter((entry): entry is [string, string] => entry[1] !== null));
