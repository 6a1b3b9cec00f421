import { MEMORY_LABEL, namesInLabel } from '../plan/labels.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isConflict } from './is-conflict.ts';

/** Anonymous volumes of a container that the engine takes for named ones, since they were carried over by name. */
const carriedVolumes = (container: Pick<ContainerSummary, 'labels'>): readonly string[] => namesInLabel(container.labels[MEMORY_LABEL.anonymousVolumes]);

/** Removes the volumes that a container had carried over; one that another container uses stays. The container itself is gone by now. */
export const removeCarried = async (runtime: Runtime, container: Pick<ContainerSummary, 'labels'>, signal: AbortSignal | undefined): Promise<void> => {
  for (const name of carriedVolumes(container)) {
    try {
      await runtime.volumes.remove(name, { signal });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
};

/** Removes a container with its anonymous volumes, those included that an earlier `up` carried over. */
export const removeWithVolumes = async (runtime: Runtime, container: Pick<ContainerSummary, 'id' | 'labels'>, signal: AbortSignal | undefined): Promise<void> => {
  await runtime.containers.remove(container.id, { force: true, volumes: true, signal });
  await removeCarried(runtime, container, signal);
};
