import type { CallOptions, Stack } from '../engine/lifecycle/stack.ts';
import type { ContainerStatus } from '../engine/runtime/containers.ts';
import type { Command } from './command.ts';
import type { Flags, FlagValues } from './flags.ts';
import { present } from './flag-values.ts';
import { chosenServices, openStack } from './open-stack.ts';
import { progressView } from './progress-view.ts';

/** A verb over services, those that are named or all. */
interface ServicesVerb<F extends Flags, O extends CallOptions> {
  readonly name: string;
  readonly summary: string;
  /** What a service is doing and what it is afterwards, as `stopping` and `stopped`. */
  readonly steps: readonly [doing: string, done: string];
  /** The containers it does something to; of services without one, nothing is shown. */
  readonly actsOn: readonly ContainerStatus[];
  readonly flags: F;
  /** What the flags mean; read before the engine is contacted. @throws UsageError */
  readonly options: (flags: FlagValues<F>) => { readonly [K in Exclude<keyof O, 'signal'>]: O[K] | undefined };
  readonly act: (stack: Stack, services: readonly string[] | undefined, options: O) => Promise<unknown>;
}

/** The command of a verb over services: it shows for each that it is under way, and that it is done. */
export const servicesCommand = <F extends Flags, O extends CallOptions>({ name, summary, steps: [doing, done], actsOn, flags, options: optionsOf, act }: ServicesVerb<F, O>): Command<F> => ({
  name,
  summary,
  operands: '[SERVICE...]',
  flags,
  run: async (call) => {
    const { signal } = call.interrupts;
    const options = present<O>({ ...optionsOf(call.flags), signal } as { readonly [K in keyof O]: O[K] | undefined });
    const stack = await openStack(call);
    const services = chosenServices(call.operands);
    const shown = await servicesWith(stack, services, actsOn, signal);
    const view = progressView(call.progress, call.output);
    try {
      for (const service of shown) view.step(service, doing);
      await act(stack, services, options);
      for (const service of shown) view.step(service, done, 'done');
    } finally {
      view.end();
    }
  },
});

/** The services that have a container in one of these states. Those of `run` are no service's own. */
const servicesWith = async (stack: Stack, services: readonly string[] | undefined, status: readonly ContainerStatus[], signal: AbortSignal): Promise<readonly string[]> => {
  const found = await stack.ps({ status, signal, ...(services === undefined ? {} : { services }) });
  const own = found.filter(({ service, container }) => stack.services[service]?.containers.includes(container) === true);
  return [...new Set(own.map(({ service }) => service))];
};
