import { TimeoutError } from '../../errors.ts';
import { abortable } from '../readiness/abortable.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts, Runtime } from '../runtime/runtime.ts';
import { awaitEnd } from './await-end.ts';
import { watchContainers, type ContainerWatch } from './container-watch.ts';
import { exitedError, gatherFacts, timeoutError } from './failure.ts';
import { runAll } from './run-all.ts';
import type { CallOptions } from './stack.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const DEFAULT_TIMEOUT_MS = 60_000;

interface StartedService {
  readonly project: string;
  readonly service: string;
  readonly containers: readonly { readonly id: string; readonly name: string }[];
}

interface Budget {
  readonly failure: AbortController;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Starts one stopped container and waits until it is ready, has ended, or is out of time. */
const startOne = async (runtime: Runtime, watch: ContainerWatch, service: string, id: string, budget: Budget): Promise<ContainerFacts> => {
  const { failure, signal, timeoutMs } = budget;
  let lastProbe: ProbeResult | undefined;
  const facts = () => gatherFacts(runtime, { service, phase: 'ready', containerId: id, waiting: [], lastProbe });
  // An end before this start is in the past: only newer ones count.
  const before = await runtime.containers.inspect(id, { signal });
  await runtime.containers.start(id, { signal });
  const ended = async (): Promise<void> => {
    await abortable(awaitEnd(runtime, watch, id, signal, before?.state.finishedAtMs), signal);
    failure.abort(exitedError(await facts()));
  };
  ended().catch((error: unknown) => failure.abort(error));
  try {
    return await waitUntilReady({ runtime, containerId: id, service, watch, signal, waiting: () => [], onProbe: (probe) => (lastProbe = probe) });
  } catch (error) {
    throw error instanceof TimeoutError ? timeoutError(await facts(), timeoutMs) : error;
  }
};

/** Starts a service's stopped containers again and resolves when they are ready; their ports may be new. */
export const startAgain = async (runtime: Runtime, started: StartedService, options: CallOptions & { readonly timeoutMs?: number }): Promise<readonly ContainerFacts[]> => {
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timer = setTimeout(() => failure.abort(new TimeoutError(`Service "${started.service}" was not ready within ${String(timeoutMs)} ms.`, { service: started.service })), timeoutMs);
  try {
    const watch = await watchContainers(runtime, started.project, signal);
    watch.lost.catch((error: unknown) => failure.abort(error));
    const starts = started.containers.map(({ id }) => startOne(runtime, watch, started.service, id, { failure, signal, timeoutMs }));
    return await runAll(starts, (error) => failure.abort(error));
  } finally {
    clearTimeout(timer);
    failure.abort();
  }
};
