import { pause } from './pause.ts';
import { pauseBeforeProbe } from './probe-schedule.ts';

/** One attempt: whether it passed, and what was seen if it did not. */
export type Attempt = (signal: AbortSignal) => Promise<{ readonly passed: true } | { readonly passed: false; readonly seen: string }>;

/** Tries at once and then often, with a growing pause, until an attempt passes. Rejects with the signal's reason when that comes first. */
export const waitForPass = async (attempt: Attempt, options: { readonly intervalMs: number; readonly signal: AbortSignal; readonly onMiss: (seen: string) => void }): Promise<void> => {
  for (let count = 0; ; count += 1) {
    await pause(pauseBeforeProbe(count, options.intervalMs), options.signal);
    const result = await attempt(options.signal);
    if (result.passed) return;
    options.signal.throwIfAborted();
    options.onMiss(result.seen);
  }
};
