import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Foretold } from './foretold.ts';
import { isConflict } from './is-conflict.ts';
import type { Ledger, ReplacedNetwork, TouchedContainer } from './ledger.ts';
import { watchReleases, type NetworkReleases } from './network-releases.ts';

interface Undo {
  readonly runtime: Runtime;
  readonly project: string;
  /** The failure that is undone, where it is still looked into. */
  readonly foretold: Foretold | undefined;
  readonly signal: AbortSignal;
}

const failures = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));

/** Its name may or may not have been taken from it when the `up` was cut off. */
const putBack = async (undo: Undo, container: TouchedContainer): Promise<void> => {
  const { runtime, signal } = undo;
  const found = await runtime.containers.inspect(container.id, { signal });
  if (found === null) return;
  if (found.name !== container.name) await runtime.containers.rename(container.id, container.name, { signal });
  await asItWas(undo, container);
};

/** Lets a container do again what it did; what it does already is no error to the engine. */
const asItWas = async ({ runtime, signal }: Undo, { id, was }: TouchedContainer): Promise<void> => {
  if (was === 'stopped') {
    await runtime.containers.stop(id, { timeoutSeconds: 0, signal });
    return;
  }
  const state = (await runtime.containers.inspect(id, { signal }))?.state.status;
  if (state === undefined) return;
  if (state !== 'running' && state !== 'paused') await runtime.containers.start(id, { signal });
  if (was === 'paused' && state !== 'paused') await runtime.containers.pause(id, { signal });
};

/** Makes a network as it was; the new one of that name is gone by now. */
const restoreNetwork = async ({ runtime, signal }: Undo, { id: old, body, attached }: ReplacedNetwork): Promise<void> => {
  const unchanged = await runtime.networks.inspect(old, { signal });
  const id = unchanged?.id ?? (await runtime.networks.create(body, { signal })).id;
  for (const { containerId, endpoint } of attached) {
    const container = await runtime.containers.inspect(containerId, { signal });
    if (container !== null && container.networks[body.Name]?.networkId !== id) await runtime.networks.connect(id, containerId, endpoint, { signal });
  }
};

/** Where a create was not answered, only what carries the project's label is ours: a name may have been taken by someone else. */
const findContainer = async ({ runtime, project, signal }: Undo, name: string): Promise<string | undefined> => {
  const container = await runtime.containers.inspect(name, { signal });
  return container?.labels[COMPOSE_LABEL.project] === project ? container.id : undefined;
};

const findNetwork = async ({ runtime, project, signal }: Undo, name: string): Promise<string | undefined> => {
  const network = await runtime.networks.inspect(name, { signal });
  return network?.labels[COMPOSE_LABEL.project] === project ? network.id : undefined;
};

const removeContainer = async (undo: Undo, [name, known]: readonly [string, string | undefined]): Promise<void> => {
  const id = known ?? (await findContainer(undo, name));
  if (id !== undefined && id === undo.foretold?.containerId) await undo.foretold.told;
  if (id !== undefined) await undo.runtime.containers.remove(id, { force: true, volumes: true, signal: undo.signal });
};

/** How far the removal of the containers is. */
interface Removal {
  readonly gone: Promise<unknown>;
  readonly releases: Promise<NetworkReleases>;
}

/** Removes a network as soon as the last running container has left it; false when it is in use also after all are gone. */
const removedOnceFree = async ({ runtime, signal }: Undo, id: string, { gone, releases }: Removal): Promise<boolean> => {
  const { count, after } = await releases;
  for (let last = false; ; ) {
    const known = count(id);
    try {
      await runtime.networks.remove(id, { signal });
      return true;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    if (last) return false;
    last = await Promise.race([after(id, known).then(() => false), gone.then(() => true)]);
  }
};

/** A network goes with the last container that runs on it, not only after all are removed: that is what takes the time. */
const removeNetwork = async (undo: Undo, [name, known]: readonly [string, string | undefined], removal: Removal): Promise<void> => {
  const id = known ?? (await findNetwork(undo, name));
  if (id === undefined) return;
  // Podman lets it go while a container that has just ended is still on it, and leaves its bridge behind.
  if (undo.runtime.facts.kind === 'podman') await removal.gone;
  if (await removedOnceFree(undo, id, removal)) return;
  // What was there before and was attached to it for a while belongs to another network of that name.
  for (const container of (await undo.runtime.networks.inspect(id, { signal: undo.signal }))?.containers ?? []) await undo.runtime.networks.disconnect(id, container, { force: true, signal: undo.signal });
  await undo.runtime.networks.remove(id, { signal: undo.signal });
};

const removeVolume = async ({ runtime, project, signal }: Undo, name: string): Promise<void> => {
  const volume = await runtime.volumes.inspect(name, { signal });
  if (volume?.labels[COMPOSE_LABEL.project] === project) await runtime.volumes.remove(name, { signal });
};

/** Removes what was created, but for the volumes: the containers, and with them their networks. */
const removeCreated = async (undo: Undo, ledger: Ledger): Promise<readonly PromiseSettledResult<unknown>[]> => {
  const removed = new AbortController();
  // An engine that tells when a network is free is listened to from before the first container goes.
  const releases = watchReleases(undo.runtime, AbortSignal.any([undo.signal, removed.signal]));
  const gone = Promise.allSettled([...ledger.containers].map((entry) => removeContainer(undo, entry)));
  try {
    const networks = await Promise.allSettled([...ledger.networks].map((entry) => removeNetwork(undo, entry, { gone, releases })));
    return [...(await gone), ...networks];
  } finally {
    removed.abort();
  }
};

/**
 * Undoes an `up`, in reverse order; what is still looked at goes when that has been done. Does all it can before the
 * signal aborts, and returns what it could not do.
 */
export const rollBack = async (runtime: Runtime, project: string, ledger: Ledger, options: Pick<Undo, 'foretold' | 'signal'>): Promise<readonly unknown[]> => {
  const undo: Undo = { runtime, project, ...options };
  const created = await removeCreated(undo, ledger);
  const restoredNetworks = await Promise.allSettled(ledger.replacedNetworks.map((network) => restoreNetwork(undo, network)));
  const restored = await Promise.allSettled([...[...ledger.replaced.values()].map((container) => putBack(undo, container)), ...[...ledger.touched.values()].map((container) => asItWas(undo, container))]);
  const volumes = await Promise.allSettled([...ledger.volumes].map((name) => removeVolume(undo, name)));
  return [created, restoredNetworks, restored, volumes].flatMap(failures);
};
