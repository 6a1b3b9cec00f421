import type { Runtime } from '../runtime/runtime.ts';
import type { Watcher } from './start-watcher.ts';
import { sweepOnce } from './sweep-once.ts';
import { watchOver } from './watch-over.ts';

/** When what was written to sockets is on its way. */
const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A call that creates something which goes with this process. */
export interface OwningCall {
  readonly runtime: Runtime;
  readonly signal: AbortSignal | undefined;
  /** Told in a sentence what was removed, and what goes wrong with cleaning up; nothing of it fails the call. */
  readonly tell: (text: string) => void;
  /** It may find what a dead run left, and must not take it for its own: that is removed first. */
  readonly afterSweep: boolean;
  /** It begins with a question to the engine: the watcher is started while the engine answers, and still before anything is created. */
  readonly asksFirst: boolean;
}

/**
 * Runs what creates something that goes with this process: watched over from before the first of it is created, while
 * what dead runs left is removed beside it.
 */
export const whileOwning = async <T>({ runtime, signal, tell, afterSweep, asksFirst }: OwningCall, act: () => Promise<T>): Promise<T> => {
  const watch = (): Watcher | undefined => {
    const watcher = watchOver(runtime, tell);
    watcher?.send({ say: 'creating' });
    return watcher;
  };
  let watcher = asksFirst ? undefined : watch();
  const swept = sweepOnce(runtime, tell, signal);
  // It fails only by what the one who is told throws, which comes out below; until then nobody listens to it.
  swept.catch(() => undefined);
  if (afterSweep) await swept;
  try {
    const acting = act();
    if (asksFirst) {
      // Its failure is told of below; until then nobody listens to it.
      acting.catch(() => undefined);
      await sent();
      // To start a process holds this one up for some milliseconds.
      watcher = watch();
    }
    return await acting;
  } finally {
    watcher?.send({ say: 'created' });
    // Over the same connection, which closes when this call fails.
    await swept;
  }
};
