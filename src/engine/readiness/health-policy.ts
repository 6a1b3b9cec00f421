import type { HealthcheckFacts } from '../runtime/containers.ts';

/** When failing probes make a service unhealthy. Defaults are the engine's own. */
export interface HealthPolicy {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly retries: number;
}

const orDefault = (value: number | undefined, fallback: number): number => (value === undefined || value === 0 ? fallback : value);

/** The effective healthcheck's numbers; 0 means "the engine's default" there too. */
export const healthPolicy = (healthcheck: HealthcheckFacts): HealthPolicy => ({
  intervalMs: orDefault(healthcheck.intervalMs, 30_000),
  timeoutMs: orDefault(healthcheck.timeoutMs, 30_000),
  startPeriodMs: healthcheck.startPeriodMs ?? 0,
  retries: orDefault(healthcheck.retries, 3),
});
