import { PortError, StartError } from '../../errors.ts';
import { pause } from '../readiness/pause.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { awaitReadiness, type ReadinessOptions } from './await-readiness.ts';
import { type Container, startedContainer, type StartedContainer } from './container-handle.ts';
import type { ContainerSpec } from './container-spec.ts';
import { containerHandle, createSingle, discardAfter, type CreateOptions } from './create-single.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** Options of `run`. */
export interface RunOptions extends CreateOptions, ReadinessOptions {}

const PORT_ATTEMPTS = 4;
const PORT_PAUSE_MS = 50;
const SETTLE_MS = 60_000;

/** Starts a container. A free port that someone else took between choosing and binding is chosen again. */
export const startChoosingPorts = async (runtime: Runtime, id: string, choosesPorts: boolean, signal: AbortSignal | undefined): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      // A start that was asked for is seen to its end: cut off, nobody could tell what became of it.
      await runtime.containers.start(id, { signal: AbortSignal.timeout(SETTLE_MS) });
      return;
    } catch (error) {
      if (!(error instanceof PortError) || !choosesPorts || attempt === PORT_ATTEMPTS) throw error;
      await pause(PORT_PAUSE_MS * attempt, signal);
    }
  }
};

/** What is known of a container that has just been started; one with `rm` may be gone by now, and that is all there is to know. */
export const inspectStarted = async (runtime: Runtime, id: string, name: string, signal: AbortSignal | undefined): Promise<ContainerFacts | null> => {
  const facts = await runtime.containers.inspect(id, { signal });
  if (facts?.state.error !== undefined && facts.state.error !== '' && !facts.state.running) {
    throw new StartError('START_REJECTED', `Container "${name}" did not start: ${facts.state.error}.\n  Correct what the engine names and try again.`);
  }
  return facts;
};

export const run = (spec: ContainerSpec, options: RunOptions = {}): Promise<StartedContainer> =>
  withRuntime(options, async (runtime) => {
    const created = await createSingle(runtime, spec, options);
    const { id, plan, volumes, healthcheck } = created;
    try {
      await startChoosingPorts(runtime, id, plan.choosesPorts, options.signal);
      const facts = await inspectStarted(runtime, id, plan.name, options.signal);
      await awaitReadiness(runtime, { id, name: plan.name, healthcheck, facts }, options, options.signal);
      return startedContainer(containerHandle(runtime, created), facts?.ports ?? {}, runtime.host);
    } catch (error) {
      return await discardAfter(error, runtime, id, volumes);
    }
  });

export const create = (spec: ContainerSpec, options: CreateOptions = {}): Promise<Container> =>
  withRuntime(options, async (runtime) => containerHandle(runtime, await createSingle(runtime, spec, options)));
