import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Ledger } from './ledger.ts';

const failures = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));

const putBack = async (runtime: Runtime, replaced: Ledger['replaced'][number]): Promise<void> => {
  await runtime.containers.rename(replaced.id, replaced.name);
  if (replaced.wasRunning) await runtime.containers.start(replaced.id);
};

/** Removes by name only what carries the project's label: a name that was taken by someone else is not ours. */
const removeContainer = async (runtime: Runtime, name: string, project: string): Promise<void> => {
  const container = await runtime.containers.inspect(name);
  if (container?.labels[COMPOSE_LABEL.project] !== project) return;
  await runtime.containers.remove(container.id, { force: true, volumes: true });
};

const removeNetwork = async (runtime: Runtime, name: string, project: string): Promise<void> => {
  const network = await runtime.networks.inspect(name);
  if (network?.labels[COMPOSE_LABEL.project] === project) await runtime.networks.remove(network.id);
};

const removeVolume = async (runtime: Runtime, name: string, project: string): Promise<void> => {
  const volume = await runtime.volumes.inspect(name);
  if (volume?.labels[COMPOSE_LABEL.project] === project) await runtime.volumes.remove(name);
};

/** Undoes an `up`, in reverse order. Does all it can and returns what it could not do. */
export const rollBack = async (runtime: Runtime, project: string, ledger: Ledger): Promise<readonly unknown[]> => {
  const containers = await Promise.allSettled([...ledger.containers].map((name) => removeContainer(runtime, name, project)));
  const restored = await Promise.allSettled(ledger.replaced.map((replaced) => putBack(runtime, replaced)));
  const resources = await Promise.allSettled([
    ...[...ledger.networks].map((name) => removeNetwork(runtime, name, project)),
    ...[...ledger.volumes].map((name) => removeVolume(runtime, name, project)),
  ]);
  return [...failures(containers), ...failures(restored), ...failures(resources)];
};
