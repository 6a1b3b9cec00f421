import { StartError } from '../errors.ts';
import type { Stack } from '../engine/lifecycle/stack.ts';
import { attachToStack } from './attach-to-stack.ts';
import type { Command, CommandCall } from './command.ts';
import { chosenServices } from './open-stack.ts';
import { progressView } from './progress-view.ts';
import { wholeSource } from './project-flags.ts';
import { showWarnings } from './show-warnings.ts';
import { isAttached, type UpFlags, upFlags, upOptions } from './up-flags.ts';

/** `seaworthy up`: what it could not bring up, or was interrupted at, is removed again. */
export const upCommand: Command<UpFlags> = {
  name: 'up',
  summary: 'Bring a project up, and wait until it is ready',
  operands: '[SERVICE...]',
  flags: upFlags,
  run: async (call) => {
    const startedMs = Date.now();
    try {
      const stack = await bringUp(call);
      return isAttached(call.flags) ? await attachToStack(call, stack, startedMs) : 0;
    } catch (error) {
      const code = earlyExitCode(error, call.flags['exit-code-from']);
      if (code === undefined) throw error;
      call.output.message((error as StartError).message);
      return code;
    }
  },
};

/** The service whose exit code counts may have ended before the stack was ready: its code is the answer all the same. */
const earlyExitCode = (error: unknown, service: string | undefined): number | undefined =>
  service !== undefined && error instanceof StartError && error.code === 'SERVICE_EXITED' && error.facts?.service === service ? error.facts.exitCode : undefined;

const bringUp = async (call: CommandCall<UpFlags>): Promise<Stack> => {
  const view = progressView(call.progress, call.output);
  const options = upOptions(call.flags, chosenServices(call.operands));
  try {
    const stack = await call.engine.composeUp(wholeSource(call.project), {
      ...options,
      onProgress: ({ service = '', what, text }) => view.step(service, text, what === 'ready' ? 'done' : what === 'exited' ? 'failed' : 'busy'),
      signal: call.interrupts.signal,
    });
    showWarnings(stack.warnings, call.output);
    return stack;
  } finally {
    view.end();
  }
};
