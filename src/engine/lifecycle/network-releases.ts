import type { EngineEvent, Runtime } from '../runtime/runtime.ts';

export interface NetworkReleases {
  /** How often a container has left the network so far. */
  readonly count: (networkId: string) => number;
  /** Resolves when a container leaves the network for more than the `known`th time. */
  readonly after: (networkId: string, known: number) => Promise<void>;
}

/**
 * Listens to when containers leave networks, which is some time before the engine has done all that their end takes. It
 * puts no labels on what it says of that, so everything that it says is heard. Without events nobody is told of anything:
 * an engine that is gone says so to whoever removes something.
 */
export const watchReleases = async (runtime: Runtime, signal: AbortSignal): Promise<NetworkReleases> => {
  const counts = new Map<string, number>();
  const waiters = new Set<() => void>();
  const count = (networkId: string): number => counts.get(networkId) ?? 0;
  const listen = async (events: AsyncIterable<EngineEvent>): Promise<void> => {
    for await (const { type, action, id } of events) {
      if (type !== 'network' || action !== 'disconnect') continue;
      counts.set(id, count(id) + 1);
      for (const look of waiters) look();
    }
  };
  await runtime.events([], { signal }).then((events) => void listen(events).catch(() => {}), () => {});
  return {
    count,
    after: (networkId, known) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (count(networkId) <= known) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
      }),
  };
};
