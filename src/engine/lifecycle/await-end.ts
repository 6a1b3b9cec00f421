import { StartError } from '../../errors.ts';
import { pause } from '../readiness/pause.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';

/** States in which the engine will not start the container again by itself. */
const FINAL = new Set(['exited', 'dead']);

const untilFinal = async (runtime: Runtime, id: string, signal: AbortSignal, nextEnd: () => Promise<void>): Promise<ContainerFacts | null> => {
  for (;;) {
    await nextEnd();
    const container = await runtime.containers.inspect(id, { signal });
    if (container === null || FINAL.has(container.state.status)) return container;
  }
};

/**
 * Resolves when a container has ended for good: an end after which its restart policy starts it again is not one.
 * `null` means that it was removed meanwhile.
 */
export const awaitEnd = (runtime: Runtime, watch: ContainerWatch, id: string, signal: AbortSignal, sinceMs = 0): Promise<ContainerFacts | null> => {
  let afterMs = sinceMs;
  return untilFinal(runtime, id, signal, async () => {
    afterMs = (await watch.ended(id, afterMs)).timeMs;
  });
};

/** Between two looks at a container that the engine is about to start again. */
const LOOK_AGAIN_MS = 100;

/** As `awaitEnd`, for a container that nobody watches. */
export const awaitEndUnwatched = (runtime: Runtime, id: string, signal: AbortSignal): Promise<ContainerFacts | null> => {
  let looks = 0;
  return untilFinal(runtime, id, signal, async () => {
    if (looks > 0) await pause(LOOK_AGAIN_MS, signal);
    looks += 1;
    try {
      await runtime.containers.wait(id, { signal });
    } catch (error) {
      // One that the engine removes at its end may be gone before it is asked about.
      if (!(error instanceof StartError && error.code === 'RESOURCE_MISSING')) throw error;
    }
  });
};
