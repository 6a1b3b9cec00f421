import { TimeoutError } from '../../errors.ts';
import type { ReadyProbe } from '../plan/ready-probes.ts';
import { abortable } from '../readiness/abortable.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { awaitEnd } from './await-end.ts';
import { watchContainers, type ContainerWatch } from './container-watch.ts';
import { exitedError, gatherFacts, timeoutError } from './failure.ts';
import { passReadyProbes } from './pass-ready-probes.ts';
import { runAll } from './run-all.ts';
import type { CallOptions } from './stack.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const DEFAULT_TIMEOUT_MS = 60_000;

interface StartedService {
  readonly project: string;
  readonly service: string;
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  /** What it has to show before it is ready, beside its healthcheck. */
  readonly probes: readonly ReadyProbe[];
}

interface Budget {
  readonly failure: AbortController;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onStarted: () => void;
}

/** Starts one stopped container and waits until it is ready, has ended, or is out of time. */
const startOne = async (runtime: Runtime, watch: ContainerWatch, { service, probes }: StartedService, id: string, budget: Budget): Promise<ContainerFacts> => {
  const { failure, signal, timeoutMs, onStarted } = budget;
  let lastProbe: ProbeResult | undefined;
  const facts = () => gatherFacts(runtime, { service, phase: 'ready', containerId: id, waiting: [], lastProbe });
  const ended = async (afterMs: number | undefined): Promise<void> => {
    await abortable(awaitEnd(runtime, watch, id, signal, afterMs), signal);
    failure.abort(exitedError(await facts()));
  };
  try {
    // An end before this start is in the past: only newer ones count. So is what was said of its health before.
    const endedAtMs = (await runtime.containers.inspect(id, { signal }))?.state.finishedAtMs;
    await runtime.containers.start(id, { signal });
    onStarted();
    ended(endedAtMs).catch((error: unknown) => failure.abort(error));
    const onProbe = (probe: ProbeResult): void => {
      lastProbe = probe;
    };
    const container = await waitUntilReady({ runtime, containerId: id, service, watch, endedAtMs, signal, waiting: () => [], onProbe });
    if (probes.length === 0) return container;
    await passReadyProbes({ runtime, container, probes, signal, onProbe });
    // The engine may have started it again meanwhile, with other ports.
    return (await runtime.containers.inspect(id, { signal })) ?? container;
  } catch (error) {
    throw error instanceof TimeoutError ? timeoutError(await facts(), timeoutMs) : error;
  }
};

interface StartAgainOptions extends CallOptions {
  readonly timeoutMs?: number;
  /** Told when all the containers have been started, ready or not. */
  readonly onRunning?: () => void;
}

/** Starts a service's stopped containers again and resolves when they are ready; their ports may be new. */
export const startAgain = async (runtime: Runtime, started: StartedService, options: StartAgainOptions): Promise<readonly ContainerFacts[]> => {
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timer = setTimeout(() => failure.abort(new TimeoutError(`Service "${started.service}" was not ready within ${String(timeoutMs)} ms.`, { service: started.service })), timeoutMs);
  try {
    const watch = await watchContainers(runtime, started.project, signal);
    watch.lost.catch((error: unknown) => failure.abort(error));
    let starting = started.containers.length;
    const onStarted = (): void => {
      starting -= 1;
      if (starting === 0) options.onRunning?.();
    };
    const starts = started.containers.map(({ id }) => startOne(runtime, watch, started, id, { failure, signal, timeoutMs, onStarted }));
    return await runAll(starts, (error) => failure.abort(error));
  } finally {
    clearTimeout(timer);
    failure.abort();
  }
};
