import { BackendError, CleanupError, ImageError } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import { pause } from '../readiness/pause.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { downScope } from './down-scope.ts';
import { isConflict } from './is-conflict.ts';
import { serviceOf, stopOrder } from './project-containers.ts';
import { removeCarried } from './remove-container.ts';
import { runHooks } from './run-hooks.ts';
import type { DownOptions, DownReport } from './stack.ts';
import { seconds, type HooksOf } from './stop-services.ts';

/** Nothing is left to stop in a container in one of these states. */
const GONE = new Set(['exited', 'created', 'dead']);
const DEFAULT_ANSWER_WITHIN_MS = 60_000;
const DEFAULT_GRACE_MS = 10_000;
/** The engine lets go of a removed container's endpoints a moment later. */
const DETACHED_AFTER_MS = [50, 200, 500];

export interface TakeDownRequest {
  readonly runtime: Runtime;
  readonly project: string;
  /** Services whose containers are no orphans; `undefined` when every container of the project is the stack's. */
  readonly known: ReadonlySet<string> | undefined;
  readonly preStop: HooksOf;
  /** `stop_grace_period` of a service, where the spec is known. */
  readonly graceMsOf: (service: string) => number | undefined;
  /** Images of the services: `local` ones were named by a build of the stack. */
  readonly images: (containers: readonly ContainerSummary[]) => readonly { readonly reference: string; readonly local: boolean }[];
  /** Nothing may stay, not even what others use by now: nobody could find it again. Else that is only noted. */
  readonly whole: boolean;
  readonly options: DownOptions;
}

/** What one `down` has done so far. */
interface Progress {
  readonly containers: string[];
  readonly networks: string[];
  readonly volumes: string[];
  readonly images: string[];
  readonly notes: string[];
  readonly errors: unknown[];
}

/** An engine that does not answer ends the `down`; a limit of time starts anew with each request. */
class Patience {
  readonly #request: TakeDownRequest;
  readonly #gone = new AbortController();

  constructor(request: TakeDownRequest) {
    this.#request = request;
  }

  async within<T>(act: (signal: AbortSignal) => Promise<T>, extraMs = 0): Promise<T> {
    const { runtime, project, options } = this.#request;
    const ms = options.answerWithinMs ?? DEFAULT_ANSWER_WITHIN_MS;
    const timer = setTimeout(() => this.#gone.abort(notAnswered(runtime, project, ms)), ms + extraMs);
    try {
      return await act(options.signal === undefined ? this.#gone.signal : AbortSignal.any([this.#gone.signal, options.signal]));
    } finally {
      clearTimeout(timer);
    }
  }

  throwIfGone(): void {
    this.#gone.signal.throwIfAborted();
  }
}

const notAnswered = (runtime: Runtime, project: string, ms: number): BackendError =>
  new BackendError('BACKEND_LOST', `The container engine at ${runtime.endpoint} has not answered for ${String(ms)} ms while project "${project}" was being taken down.\n  See whether it hangs. Once it answers, remove what is left with: docker compose -p ${project} down -v`);

const settle = async <T>(progress: Progress, items: readonly T[], act: (item: T) => Promise<void>): Promise<void> => {
  await Promise.all(
    items.map(async (item) => {
      try {
        await act(item);
      } catch (error) {
        progress.errors.push(error);
      }
    }),
  );
};

/** A container that will be removed whatever its hooks say: what they say is noted. */
const runLastHooks = async (request: TakeDownRequest, container: ContainerSummary, progress: Progress): Promise<void> => {
  const service = serviceOf(container);
  const { signal, answerWithinMs = DEFAULT_ANSWER_WITHIN_MS } = request.options;
  const late = AbortSignal.timeout(answerWithinMs);
  try {
    await runHooks(request.runtime, { kind: 'pre_stop', service, containerId: container.id, hooks: request.preStop(service), signal: signal === undefined ? late : AbortSignal.any([late, signal]) });
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) {
      progress.notes.push(`the pre_stop hooks of service "${service}" had not ended after ${String(answerWithinMs)} ms and were not waited for`);
      return;
    }
    if (error instanceof BackendError) throw error;
    progress.notes.push(error instanceof Error ? error.message.split('\n').slice(0, 2).join(' ').replace(/\s+/g, ' ') : String(error));
  }
};

const stopTimeoutMs = async ({ runtime, graceMsOf }: TakeDownRequest, container: ContainerSummary, signal: AbortSignal): Promise<number> => {
  const known = graceMsOf(serviceOf(container));
  if (known !== undefined) return known;
  const config = ((await runtime.containers.inspect(container.id, { signal }))?.raw['Config'] ?? {}) as { readonly StopTimeout?: number };
  return config.StopTimeout === undefined ? DEFAULT_GRACE_MS : config.StopTimeout * 1000;
};

const removeContainer = async (request: TakeDownRequest, patience: Patience, container: ContainerSummary, progress: Progress): Promise<void> => {
  const { runtime, options } = request;
  const { timeoutMs } = options;
  if (timeoutMs !== 0 && !GONE.has(container.status)) {
    if (container.status === 'running') await runLastHooks(request, container, progress);
    const graceMs = timeoutMs ?? (await patience.within((signal) => stopTimeoutMs(request, container, signal)));
    await patience.within((signal) => runtime.containers.stop(container.id, { signal, timeoutSeconds: seconds(timeoutMs) }), graceMs);
  }
  await patience.within((signal) => runtime.containers.remove(container.id, { force: true, signal, ...(options.volumes === true ? { volumes: true } : {}) }));
  progress.containers.push(container.name);
};

/** Removes a network, unless containers that stay are attached to it. */
const removeNetwork = async ({ runtime, whole }: TakeDownRequest, network: NetworkFacts, progress: Progress, signal: AbortSignal): Promise<void> => {
  for (const delayMs of [...DETACHED_AFTER_MS, undefined]) {
    try {
      await runtime.networks.remove(network.id, { signal });
      progress.networks.push(network.name);
      return;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const attached = (await runtime.networks.inspect(network.id, { signal }))?.containers ?? [];
      if (attached.length > 0 && delayMs === undefined && !whole) {
        const names = await Promise.all(attached.map(async (id) => (await runtime.containers.inspect(id, { signal }))?.name ?? id.slice(0, 12)));
        progress.notes.push(`the network "${network.name}" is still in use by ${names.sort().join(', ')}, so it stays`);
        return;
      }
      if (delayMs === undefined) throw error;
      await pause(delayMs, signal);
    }
  }
};

const removeVolume = async ({ runtime, whole }: TakeDownRequest, name: string, progress: Progress, signal: AbortSignal): Promise<void> => {
  try {
    await runtime.volumes.remove(name, { signal });
    progress.volumes.push(name);
  } catch (error) {
    if (!isConflict(error) || whole) throw error;
    progress.notes.push(`the volume "${name}" is still in use by another container, so it stays`);
  }
};

const removeImage = async (runtime: Runtime, reference: string, progress: Progress, signal: AbortSignal): Promise<void> => {
  if ((await runtime.images.inspect(reference, { signal })) === null) return;
  try {
    await runtime.images.remove(reference, { signal });
    progress.images.push(reference);
  } catch (error) {
    if (error instanceof ImageError && error.code === 'IMAGE_MISSING') return;
    if (!isConflict(error)) throw error;
    progress.notes.push(`the image "${reference}" is still in use by another container, so it stays`);
  }
};

const incomplete = (project: string, errors: readonly unknown[]): CleanupError =>
  new CleanupError(`Project "${project}" could not be removed whole:\n${errors.map((error) => `  ${error instanceof Error ? error.message : String(error)}`).join('\n')}\n  Everything else of it is gone; try again, or remove the rest with docker compose -p ${project} down -v.`, errors);

const removeResources = async (request: TakeDownRequest, patience: Patience, found: { readonly networks: readonly NetworkFacts[]; readonly volumes: readonly { readonly name: string }[]; readonly staying: readonly ContainerSummary[] }, progress: Progress): Promise<void> => {
  // The engine would let a network go that only stopped containers are on; they could never start again.
  const needed = new Map(found.staying.flatMap((container) => container.networks.map((network) => [network, container.name] as const)));
  for (const { name } of found.networks) if (needed.has(name)) progress.notes.push(`the network "${name}" is still in use by ${String(needed.get(name))}, so it stays`);
  await Promise.all([
    settle(progress, found.networks.filter(({ name }) => !needed.has(name)), (network) => patience.within((signal) => removeNetwork(request, network, progress, signal))),
    settle(progress, found.volumes, ({ name }) => patience.within((signal) => removeVolume(request, name, progress, signal))),
  ]);
};

/**
 * Takes a project down by its labels: containers in reverse dependency order, then networks and, if asked for, named
 * volumes and images. External resources carry no label of the project and are never touched, and what others use
 * stays. What is gone already is no error. With `services` only these, and what is theirs alone.
 *
 * @throws CleanupError when something could not be removed; everything else was. BackendError when the engine is gone.
 */
export const takeDown = async (request: TakeDownRequest): Promise<DownReport> => {
  const { runtime, project, known, options } = request;
  const patience = new Patience(request);
  const progress: Progress = { containers: [], networks: [], volumes: [], images: [], notes: [], errors: [] };
  const ofProject = [`${COMPOSE_LABEL.project}=${project}`];
  const [all, networks, volumes] = await patience.within((signal) =>
    Promise.all([runtime.containers.list(ofProject, { all: true, signal }), runtime.networks.list(ofProject, { signal }), options.volumes === true ? runtime.volumes.list(ofProject, { signal }) : []]),
  );
  const scope = downScope({ containers: all, networks, volumes }, known, options);
  const { containers } = scope;
  // Without grace nothing is gained by an order; but Podman removes no container that another one depends on.
  const waves = options.timeoutMs === 0 && runtime.facts.kind !== 'podman' ? [containers] : stopOrder(containers);
  for (const wave of waves) await settle(progress, wave, (container) => removeContainer(request, patience, container, progress));
  // Not before all are gone: another container of the project may use them through volumes_from.
  if (options.volumes === true) await settle(progress, containers, (container) => patience.within((signal) => removeCarried(runtime, container, signal)));
  await removeResources(request, patience, scope, progress);
  if (options.rmi !== undefined) {
    const images = request.images(containers).filter(({ local }) => options.rmi === 'all' || local);
    await settle(progress, [...new Set(images.map(({ reference }) => reference))], (reference) => patience.within((signal) => removeImage(runtime, reference, progress, signal)));
  }
  options.signal?.throwIfAborted();
  patience.throwIfGone();
  if (progress.errors.length > 0) throw incomplete(project, progress.errors);
  const removed = (kind: 'containers' | 'networks' | 'volumes', found: readonly { readonly name: string }[]): readonly string[] => found.map(({ name }) => name).filter((name) => progress[kind].includes(name));
  return {
    containers: removed('containers', waves.flat()),
    networks: removed('networks', networks),
    volumes: removed('volumes', volumes),
    ...(options.rmi === undefined ? {} : { images: progress.images }),
    ...(progress.notes.length === 0 ? {} : { notes: progress.notes }),
  };
};
