import { MEMORY_LABEL, namesInLabel, SESSION_LABEL } from '../plan/labels.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { VolumeFacts } from '../runtime/volumes.ts';

/** The part of an engine that cleaning up needs. */
export type Cleanable = Pick<Runtime, 'containers' | 'networks' | 'volumes'>;

/** What was removed, by name, and what could not be. */
export interface CleanupReport {
  readonly containersRemoved: readonly string[];
  readonly networksRemoved: readonly string[];
  readonly volumesRemoved: readonly string[];
  /** One for each thing that is still there; everything else was removed. */
  readonly errors: readonly Error[];
}

/** What the engine has, by kind. */
export interface Resources {
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly NetworkFacts[];
  readonly volumes: readonly VolumeFacts[];
}

export const isEmpty = ({ containers, networks, volumes }: Resources): boolean => containers.length + networks.length + volumes.length === 0;

interface Removed {
  readonly names: readonly string[];
  readonly errors: readonly Error[];
}

export const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

const removeEach = async <T extends { readonly name: string }>(items: readonly T[], remove: (item: T) => Promise<void>): Promise<Removed> => {
  const results = await Promise.allSettled(items.map(remove));
  return {
    names: items.filter((_item, index) => results[index]?.status === 'fulfilled').map(({ name }) => name),
    errors: results.flatMap((result) => (result.status === 'rejected' ? [asError(result.reason)] : [])),
  };
};

/** Everything that carries all of these labels. */
export const listResources = async (runtime: Cleanable, labels: readonly string[], signal: AbortSignal | undefined): Promise<Resources> => {
  const [containers, networks, volumes] = await Promise.all([
    runtime.containers.list(labels, { all: true, signal }),
    runtime.networks.list(labels, { signal }),
    runtime.volumes.list(labels, { signal }),
  ]);
  return { containers, networks, volumes };
};

/** A volume has nothing but its name, which may be that of another one of another session once the containers are gone. */
const removeVolume = async ({ volumes }: Cleanable, { name, labels }: VolumeFacts, signal: AbortSignal | undefined): Promise<void> => {
  const found = await volumes.inspect(name, { signal });
  if (found?.labels[SESSION_LABEL] === labels[SESSION_LABEL]) await volumes.remove(name, { signal });
};

/** Removes them without grace, and does all of it that can be done. */
export const removeResources = async (runtime: Cleanable, resources: Resources, signal: AbortSignal | undefined): Promise<CleanupReport> => {
  // What a container uses can only go after it.
  const containers = await removeEach(resources.containers, ({ id }) => runtime.containers.remove(id, { force: true, volumes: true, signal }));
  // Anonymous volumes that outlived a container of theirs carry no label, only their last container knows them.
  const carried = resources.containers.filter(({ name }) => containers.names.includes(name)).flatMap(({ labels }) => namesInLabel(labels[MEMORY_LABEL.anonymousVolumes]));
  const [networks, volumes, anonymous] = await Promise.all([
    removeEach(resources.networks, ({ id }) => runtime.networks.remove(id, { signal })),
    removeEach(resources.volumes, (volume) => removeVolume(runtime, volume, signal)),
    removeEach(carried.map((name) => ({ name })), ({ name }) => runtime.volumes.remove(name, { signal })),
  ]);
  signal?.throwIfAborted();
  return { containersRemoved: containers.names, networksRemoved: networks.names, volumesRemoved: volumes.names, errors: [containers, networks, volumes, anonymous].flatMap(({ errors }) => errors) };
};
