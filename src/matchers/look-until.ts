import { pause } from '../engine/readiness/pause.ts';
import type { MatcherOptions } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import type { Verdict } from './verdict.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** The budget of a matcher in milliseconds. @throws MatcherError MATCHER_MISUSED for what is no duration */
export function budgetMs(matcher: string, options: MatcherOptions, unlessGivenMs: number = DEFAULT_TIMEOUT_MS): number {
  const { timeoutMs = unlessGivenMs } = options;
  if (Number.isFinite(timeoutMs) && timeoutMs >= 0) return timeoutMs;
  throw misuse(`${matcher} got timeoutMs: ${timeoutMs}.`, 'Give it in milliseconds, 0 to look once.');
}

/** Looks until what was seen is what is wanted, or until the time is over: the last look is after its end. */
export async function lookUntil(wanted: boolean, look: () => Promise<Verdict>, timeoutMs: number, signal: AbortSignal | undefined): Promise<Verdict> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const verdict = await look();
    const leftMs = deadlineMs - performance.now();
    if (verdict.holds === wanted || leftMs <= 0) return verdict;
    await pause(Math.min(waitMs, leftMs), signal);
  }
}
