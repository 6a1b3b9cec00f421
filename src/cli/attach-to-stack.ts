import type { ReadLogsOptions, Stack } from '../engine/lifecycle/stack.ts';
import type { EndedContainer, StopOptions } from '../engine/lifecycle/verb-options.ts';
import type { CommandCall } from './command.ts';
import { present, secondsInMs } from './flag-values.ts';
import { logPrinter } from './log-printer.ts';
import { chosenServices } from './open-stack.ts';
import type { UpFlags } from './up-flags.ts';
import { UsageError } from './usage-error.ts';

type Call = CommandCall<UpFlags>;

/**
 * Shows the log of a stack until all of it has ended, one of it where that counts, or the user has had enough; then what
 * still runs is stopped. Resolves with the exit code.
 */
export const attachToStack = async (call: Call, stack: Stack, sinceMs: number): Promise<number> => {
  const { flags, interrupts, output } = call;
  const codeFrom = flags['exit-code-from'];
  if (codeFrom !== undefined && stack.services[codeFrom] === undefined) throw new UsageError(`--exit-code-from names the service "${codeFrom}", which is not up`, 'up');
  const over = new AbortController();
  const signal = AbortSignal.any([interrupts.signal, over.signal]);
  const following = followUntil(call, stack, sinceMs, signal);
  try {
    const aborting = codeFrom !== undefined || flags['abort-on-container-exit'] === true;
    const ended = aborting ? await firstToEnd(stack, signal) : undefined;
    if (ended === undefined) {
      await following;
      return 0;
    }
    output.message(`${ended.container} ended with code ${String(ended.exitCode)}; stopping the others`);
    await stopAll(call, stack);
    return codeFrom === undefined ? ended.exitCode : ((await stack.wait([codeFrom]))[0]?.exitCode ?? 0);
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    output.message('Stopping; Ctrl-C again kills.');
    await stopAll(call, stack);
    throw interrupts.signal.reason;
  } finally {
    over.abort();
    await following.catch(() => {});
  }
};

const followUntil = async ({ flags, operands, output }: Call, stack: Stack, sinceMs: number, signal: AbortSignal): Promise<void> => {
  const services = chosenServices(operands) ?? Object.keys(stack.services);
  const print = logPrinter({
    coloured: output.dataScreen.coloured && flags['no-color'] !== true,
    prefixed: flags['no-log-prefix'] !== true,
    project: stack.project,
    containers: services.flatMap((name) => stack.services[name]?.containers ?? []),
  });
  const request = present<ReadLogsOptions>({ since: sinceMs, timestamps: flags.timestamps, signal });
  for await (const line of stack.followLogs({ ...request, services })) output.data(print(line));
};

/** One-shots that have done their work already do not count. */
const firstToEnd = async (stack: Stack, signal: AbortSignal): Promise<EndedContainer | undefined> => {
  const running = [...new Set((await stack.ps({ all: false, signal })).map(({ service }) => service))];
  if (running.length === 0) return undefined;
  return (await Promise.race(running.map((name) => stack.wait([name], { signal }))))[0];
};

const stopAll = async ({ flags, interrupts }: Call, stack: Stack): Promise<void> => {
  const again = interrupts.again();
  try {
    await stack.stop(undefined, present<StopOptions>({ timeoutMs: secondsInMs(flags.timeout, '--timeout', 'up'), signal: again }));
  } catch (error) {
    if (!again.aborted) throw error;
    await stack.kill();
  }
};
