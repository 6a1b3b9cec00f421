/**
 * Removes by label what Seaworthy has made, by hand and whoever owns it. A label of ours is asked for every time, so
 * that what another tool made under the same project name is not touched.
 */
import { COMPOSE_LABEL, MEMORY_LABEL, namesInLabel, SESSION_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What was removed, by name, and what could not be. */
export interface CleanupReport {
  readonly containersRemoved: readonly string[];
  readonly networksRemoved: readonly string[];
  readonly volumesRemoved: readonly string[];
  /** One for each thing that is still there; everything else was removed. */
  readonly errors: readonly Error[];
}

interface Removed {
  readonly names: readonly string[];
  readonly errors: readonly Error[];
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

const removeEach = async <T extends { readonly name: string }>(items: readonly T[], remove: (item: T) => Promise<void>): Promise<Removed> => {
  const results = await Promise.allSettled(items.map(remove));
  return {
    names: items.filter((_item, index) => results[index]?.status === 'fulfilled').map(({ name }) => name),
    errors: results.flatMap((result) => (result.status === 'rejected' ? [asError(result.reason)] : [])),
  };
};

/** Removes every container, network and volume that carries all of these labels and one of Seaworthy's, without grace. */
export const removeOwned = async (runtime: Runtime, labels: readonly string[], signal: AbortSignal | undefined): Promise<CleanupReport> => {
  const filter = [SESSION_LABEL, ...labels];
  const [ownContainers, ownNetworks, ownVolumes] = await Promise.all([
    runtime.containers.list(filter, { all: true, signal }),
    runtime.networks.list(filter, { signal }),
    runtime.volumes.list(filter, { signal }),
  ]);
  // What a container uses can only go after it.
  const containers = await removeEach(ownContainers, ({ id }) => runtime.containers.remove(id, { force: true, volumes: true, signal }));
  // Anonymous volumes that outlived a container of theirs carry no label, only their last container knows them.
  const carried = ownContainers.filter(({ name }) => containers.names.includes(name)).flatMap(({ labels: own }) => namesInLabel(own[MEMORY_LABEL.anonymousVolumes]));
  const [networks, volumes, anonymous] = await Promise.all([
    removeEach(ownNetworks, ({ id }) => runtime.networks.remove(id, { signal })),
    removeEach(ownVolumes, ({ name }) => runtime.volumes.remove(name, { signal })),
    removeEach(carried.map((name) => ({ name })), ({ name }) => runtime.volumes.remove(name, { signal })),
  ]);
  signal?.throwIfAborted();
  return { containersRemoved: containers.names, networksRemoved: networks.names, volumesRemoved: volumes.names, errors: [containers, networks, volumes, anonymous].flatMap(({ errors }) => errors) };
};

/** The filter for what belongs to one project. */
export const ofProject = (project: string): string => `${COMPOSE_LABEL.project}=${project}`;
