import { StartError } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Ledger } from './ledger.ts';

interface Undo {
  readonly runtime: Runtime;
  readonly project: string;
  readonly signal: AbortSignal;
}

const failures = (results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));

const putBack = async ({ runtime, signal }: Undo, replaced: Ledger['replaced'][number]): Promise<void> => {
  await runtime.containers.rename(replaced.id, replaced.name, { signal });
  if (replaced.wasRunning) await runtime.containers.start(replaced.id, { signal });
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
  if (id !== undefined) await undo.runtime.containers.remove(id, { force: true, volumes: true, signal: undo.signal });
};

/** A network whose containers have all ended can go at once; one that is in use goes after them. */
const removeNetwork = async (undo: Undo, [name, known]: readonly [string, string | undefined], containersGone: Promise<unknown>): Promise<void> => {
  const id = known ?? (await findNetwork(undo, name));
  if (id === undefined) return;
  try {
    await undo.runtime.networks.remove(id, { signal: undo.signal });
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== 'RESOURCE_CONFLICT') throw error;
    await containersGone;
    await undo.runtime.networks.remove(id, { signal: undo.signal });
  }
};

const removeVolume = async ({ runtime, project, signal }: Undo, name: string): Promise<void> => {
  const volume = await runtime.volumes.inspect(name, { signal });
  if (volume?.labels[COMPOSE_LABEL.project] === project) await runtime.volumes.remove(name, { signal });
};

/** Undoes an `up`, in reverse order. Does all it can before the signal aborts, and returns what it could not do. */
export const rollBack = async (runtime: Runtime, project: string, ledger: Ledger, signal: AbortSignal): Promise<readonly unknown[]> => {
  const undo: Undo = { runtime, project, signal };
  const removal = Promise.allSettled([...ledger.containers].map((entry) => removeContainer(undo, entry)));
  const networks = Promise.allSettled([...ledger.networks].map((entry) => removeNetwork(undo, entry, removal)));
  const containers = await removal;
  const restored = await Promise.allSettled(ledger.replaced.map((replaced) => putBack(undo, replaced)));
  const volumes = await Promise.allSettled([...ledger.volumes].map((name) => removeVolume(undo, name)));
  return [containers, restored, await networks, volumes].flatMap(failures);
};
