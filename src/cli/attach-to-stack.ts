import type { ReadLogsOptions, Stack } from '../engine/lifecycle/stack.ts';
import type { EndedContainer, StopOptions } from '../engine/lifecycle/verb-options.ts';
import type { CommandCall } from './command.ts';
import { present, secondsInMs } from './flag-values.ts';
import { stackLogPrinter } from './log-printer.ts';
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
  if (codeFrom !== undefined && (stack.services[codeFrom]?.containers ?? []).length === 0) throw new UsageError(`--exit-code-from names the service "${codeFrom}", which is not up`, 'up');
  const over = new AbortController();
  const signal = AbortSignal.any([interrupts.signal, over.signal]);
  const following = followUntil(call, stack, sinceMs, signal);
  // It may fail while the stack is being stopped, when nothing waits for it.
  const followingFails = new Promise<never>((_resolve, reject) => {
    following.catch(reject);
  });
  followingFails.catch(() => {});
  try {
    const aborting = codeFrom !== undefined || flags['abort-on-container-exit'] === true;
    const ended = aborting ? await Promise.race([firstToEnd(stack, codeFrom, signal), followingFails]) : undefined;
    if (ended === undefined) {
      await following;
      return 0;
    }
    output.message(`${ended.container} ended with code ${String(ended.exitCode)}; stopping the others`);
    await stopAll(call, stack);
    return codeFrom === undefined || codeFrom === ended.service ? ended.exitCode : ((await stack.wait([codeFrom]))[0]?.exitCode ?? 0);
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
  const print = stackLogPrinter(stack, services, flags, output);
  const request = present<ReadLogsOptions>({ since: sinceMs, timestamps: flags.timestamps, signal });
  for await (const line of stack.followLogs({ ...request, services })) output.data(print(line));
};

/** The first container to end. One-shots that have done their work already do not count, but for the one whose code is asked for. */
const firstToEnd = async (stack: Stack, codeFrom: string | undefined, signal: AbortSignal): Promise<EndedContainer | undefined> => {
  const running = await stack.ps({ all: false, signal });
  const counted = codeFrom === undefined ? [] : (stack.services[codeFrom]?.containers ?? []);
  const awaited = new Map([...running.map(({ container, service }) => [container, service] as const), ...counted.map((container) => [container, codeFrom ?? ''] as const)]);
  if (awaited.size === 0) return undefined;
  const { wait } = await import('../container.ts');
  return await Promise.race([...awaited].map(async ([container, service]) => ({ service, container, exitCode: await wait(container, { signal }) })));
};

/** Stops what runs; the next Ctrl-C kills it. */
const stopAll = async ({ flags, interrupts }: Call, stack: Stack): Promise<void> => {
  const next = interrupts.signal.aborted ? interrupts.again() : interrupts.signal;
  try {
    await stack.stop(undefined, present<StopOptions>({ timeoutMs: secondsInMs(flags.timeout, '--timeout', 'up'), signal: next }));
  } catch (error) {
    if (!next.aborted) throw error;
    await stack.kill();
  }
};
