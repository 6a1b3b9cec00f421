import type { Stack } from '../engine/lifecycle/stack.ts';
import type { CommandCall } from './command.ts';
import type { Flags } from './flags.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { progressView } from './progress-view.ts';

interface Steps {
  /** What the services are doing, as `stopping`. */
  readonly doing: string;
  /** What they are afterwards, as `stopped`. */
  readonly done: string;
}

/** Does something to the services that are named, or to all, and shows for each that it is under way and done. */
export const withSteps = async (call: CommandCall<Flags>, { doing, done }: Steps, act: (stack: Stack, services: readonly string[] | undefined) => Promise<void>): Promise<void> => {
  const stack = await openStack(call);
  const services = chosenServices(call.operands);
  const view = progressView(call.progress, call.output);
  const shown = services?.filter((name) => stack.services[name] !== undefined) ?? Object.keys(stack.services);
  try {
    for (const name of shown) view.step(name, doing);
    await act(stack, services);
    for (const name of shown) view.step(name, done, 'done');
  } finally {
    view.end();
  }
};
