import type { Runtime } from '../runtime/runtime.ts';
import { sweepOnce } from './sweep-once.ts';
import { watchOver } from './watch-over.ts';

/** A call that creates something which goes with this process. */
export interface OwningCall {
  readonly runtime: Runtime;
  readonly signal: AbortSignal | undefined;
  /** Told in a sentence what was removed, and what goes wrong with cleaning up; nothing of it fails the call. */
  readonly tell: (text: string) => void;
  /** It may find what a dead run left, and must not take it for its own: that is removed first. */
  readonly afterSweep: boolean;
}

/**
 * Runs what creates something that goes with this process: watched over from before the first of it is created, while
 * what dead runs left is removed beside it.
 */
export const whileOwning = async <T>({ runtime, signal, tell, afterSweep }: OwningCall, act: () => Promise<T>): Promise<T> => {
  const watcher = watchOver(runtime, tell);
  const swept = sweepOnce(runtime, tell, signal);
  if (afterSweep) await swept;
  watcher?.send({ say: 'creating' });
  try {
    return await act();
  } finally {
    watcher?.send({ say: 'created' });
    // Over the same connection, which closes when this call fails.
    await swept;
  }
};
