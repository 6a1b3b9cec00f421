import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';

/** States in which the engine will not start the container again by itself. */
const FINAL = new Set(['exited', 'dead']);

/**
 * Resolves when a container has ended for good: an end after which its restart policy starts it again is not one.
 * `null` means that it was removed meanwhile.
 */
export const awaitEnd = async (runtime: Runtime, watch: ContainerWatch, id: string, signal: AbortSignal, sinceMs = 0): Promise<ContainerFacts | null> => {
  for (let afterMs = sinceMs; ; ) {
    const event = await watch.ended(id, afterMs);
    const container = await runtime.containers.inspect(id, { signal });
    if (container === null || FINAL.has(container.state.status)) return container;
    afterMs = event.timeMs;
  }
};
