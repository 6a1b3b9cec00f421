import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; rejects with the signal's own reason, where the platform's timer would wrap it. */
export const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
};
