import type { HealthPolicy } from './health-policy.ts';

/** What probing has shown so far. */
export interface HealthRecord {
  /** When the service started, in milliseconds of the caller's clock. */
  readonly startedAtMs: number;
  /** When the last failure that counted ended. */
  readonly lastCountedAtMs: number;
  readonly failures: number;
}

export type HealthVerdict = 'healthy' | 'unhealthy' | 'undecided';

export const startRecord = (startedAtMs: number): HealthRecord => ({ startedAtMs, lastCountedAtMs: startedAtMs, failures: 0 });

/**
 * Takes one finished probe into account. A success decides at once. We probe far more often than the healthcheck
 * asks, so a failure only counts where the engine's own schedule would have seen one: after `start_period`, and one
 * `interval` after the last failure that counted. `retries` of those in a row make a service unhealthy.
 */
export const judgeProbe = (record: HealthRecord, probe: { readonly exitCode: number | null; readonly endedAtMs: number }, policy: HealthPolicy): { readonly record: HealthRecord; readonly verdict: HealthVerdict } => {
  if (probe.exitCode === 0) return { record, verdict: 'healthy' };
  const inStartPeriod = probe.endedAtMs < record.startedAtMs + policy.startPeriodMs;
  const early = probe.endedAtMs < record.lastCountedAtMs + policy.intervalMs;
  if (inStartPeriod || early) return { record, verdict: 'undecided' };
  const failures = record.failures + 1;
  return { record: { ...record, failures, lastCountedAtMs: probe.endedAtMs }, verdict: failures >= policy.retries ? 'unhealthy' : 'undecided' };
};
