import type { HealthcheckBody } from '../runtime/bodies.ts';
import type { HealthcheckFacts } from '../runtime/containers.ts';

const NANOSECONDS_PER_MS = 1e6;

const milliseconds = (own: number | undefined, inherited: number | undefined): number | undefined =>
  own === undefined || own === 0 ? inherited : own / NANOSECONDS_PER_MS;

/**
 * The healthcheck that a container of this body and image has, as the engine merges the two: field by field, where zero
 * and absent take the image's. `undefined` when it has none or switches it off.
 */
export const effectiveHealthcheck = (own: HealthcheckBody | undefined, inherited: HealthcheckFacts | undefined): HealthcheckFacts | undefined => {
  const test = own?.Test === undefined || own.Test.length === 0 ? (inherited?.test ?? []) : own.Test;
  if (test.length === 0 || test[0] === 'NONE') return undefined;
  const fields = {
    intervalMs: milliseconds(own?.Interval, inherited?.intervalMs),
    timeoutMs: milliseconds(own?.Timeout, inherited?.timeoutMs),
    startPeriodMs: milliseconds(own?.StartPeriod, inherited?.startPeriodMs),
    startIntervalMs: milliseconds(own?.StartInterval, inherited?.startIntervalMs),
    retries: own?.Retries === undefined || own.Retries === 0 ? inherited?.retries : own.Retries,
  };
  return { test, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
};
