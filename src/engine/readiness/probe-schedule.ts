/** Pause after the first probe, in milliseconds. */
const FIRST_PAUSE_MS = 20;
const GROWTH = 1.5;
/** Longest pause: a service that needs minutes is not asked more than twice a second. */
const LONGEST_PAUSE_MS = 500;

/** Pause before probe number `attempt` (0 is the first, which runs at once); never longer than the service's own interval. */
export const pauseBeforeProbe = (attempt: number, intervalMs: number): number =>
  attempt === 0 ? 0 : Math.min(FIRST_PAUSE_MS * GROWTH ** (attempt - 1), LONGEST_PAUSE_MS, intervalMs);
