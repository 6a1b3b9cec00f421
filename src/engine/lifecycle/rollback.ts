import { StartError } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Ledger } from './ledger.ts';

const failures = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));

const putBack = async (runtime: Runtime, replaced: Ledger['replaced'][number]): Promise<void> => {
  await runtime.containers.rename(replaced.id, replaced.name);
  if (replaced.wasRunning) await runtime.containers.start(replaced.id);
};

/** Where a create was not answered, only what carries the project's label is ours: a name may have been taken by someone else. */
const findContainer = async (runtime: Runtime, name: string, project: string): Promise<string | undefined> => {
  const container = await runtime.containers.inspect(name);
  return container?.labels[COMPOSE_LABEL.project] === project ? container.id : undefined;
};

const findNetwork = async (runtime: Runtime, name: string, project: string): Promise<string | undefined> => {
  const network = await runtime.networks.inspect(name);
  return network?.labels[COMPOSE_LABEL.project] === project ? network.id : undefined;
};

const removeContainer = async (runtime: Runtime, [name, known]: readonly [string, string | undefined], project: string): Promise<void> => {
  const id = known ?? (await findContainer(runtime, name, project));
  if (id !== undefined) await runtime.containers.remove(id, { force: true, volumes: true });
};

/** A network whose containers have all ended can go at once; one that is in use goes after them. */
const removeNetwork = async (runtime: Runtime, [name, known]: readonly [string, string | undefined], project: string, containersGone: Promise<unknown>): Promise<void> => {
  const id = known ?? (await findNetwork(runtime, name, project));
  if (id === undefined) return;
  try {
    await runtime.networks.remove(id);
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== 'RESOURCE_CONFLICT') throw error;
    await containersGone;
    await runtime.networks.remove(id);
  }
};

const removeVolume = async (runtime: Runtime, name: string, project: string): Promise<void> => {
  const volume = await runtime.volumes.inspect(name);
  if (volume?.labels[COMPOSE_LABEL.project] === project) await runtime.volumes.remove(name);
};

/** Undoes an `up`, in reverse order. Does all it can and returns what it could not do. */
export const rollBack = async (runtime: Runtime, project: string, ledger: Ledger): Promise<readonly unknown[]> => {
  const removal = Promise.allSettled([...ledger.containers].map((entry) => removeContainer(runtime, entry, project)));
  const networks = Promise.allSettled([...ledger.networks].map((entry) => removeNetwork(runtime, entry, project, removal)));
  const containers = await removal;
  const restored = await Promise.allSettled(ledger.replaced.map((replaced) => putBack(runtime, replaced)));
  const volumes = await Promise.allSettled([...ledger.volumes].map((name) => removeVolume(runtime, name, project)));
  return [containers, restored, await networks, volumes].flatMap(failures);
};
