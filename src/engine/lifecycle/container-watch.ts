import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { EngineEvent, Runtime } from '../runtime/runtime.ts';

export interface ContainerWatch {
  /** Resolves when the container's next end, after `afterMs` of engine time, has been seen. */
  ended(id: string, afterMs?: number): Promise<EngineEvent>;
  /** Resolves when the engine's own healthcheck says so of what runs now: not of what ended since, nor before `afterMs` of engine time. */
  healthStatus(id: string, status: 'healthy' | 'unhealthy', afterMs?: number): Promise<void>;
  /** Rejects when the stream of events is lost. */
  readonly lost: Promise<never>;
}

interface Waiter {
  readonly matches: (event: EngineEvent) => boolean;
  readonly resolve: (event: EngineEvent) => void;
}

const ENDS = new Set(['die']);

/**
 * Listens to what the engine says about a project's containers, from before the first one is created until the signal
 * aborts. Events that arrive before anyone asks are kept.
 */
export const watchContainers = async (runtime: Runtime, project: string, signal: AbortSignal): Promise<ContainerWatch> => {
  const stream = await runtime.events([`${COMPOSE_LABEL.project}=${project}`], { signal });
  const seen: EngineEvent[] = [];
  const waiters = new Set<Waiter>();
  const listen = async (): Promise<void> => {
    for await (const event of stream) {
      if (event.type !== 'container' || !(ENDS.has(event.action) || event.action.startsWith('health_status'))) continue;
      seen.push(event);
      for (const waiter of waiters) {
        if (!waiter.matches(event)) continue;
        waiters.delete(waiter);
        waiter.resolve(event);
      }
    }
  };
  const next = (matches: Waiter['matches']): Promise<EngineEvent> => {
    const known = seen.find(matches);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => waiters.add({ matches, resolve }));
  };
  const lastEndMs = (id: string): number => seen.findLast((event) => event.id === id && ENDS.has(event.action))?.timeMs ?? 0;
  const lost = listen().then(() => new Promise<never>(() => {}));
  // Whoever needs it races against it; an end after everybody has what they wanted is of no interest.
  lost.catch(() => {});
  return {
    ended: (id, afterMs = 0) => next((event) => event.id === id && ENDS.has(event.action) && event.timeMs > afterMs),
    healthStatus: async (id, status, afterMs = 0) => {
      await next((event) => event.id === id && event.action === `health_status: ${status}` && event.timeMs > Math.max(afterMs, lastEndMs(id)));
    },
    lost,
  };
};
