import type { HealthcheckModel } from '../compose/model.ts';
import { parseDurationMs } from '../compose/units.ts';
import type { HealthcheckBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';

const NANOSECONDS_PER_MS = 1e6;

const nanoseconds = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : Math.round(parseDurationMs(duration) * NANOSECONDS_PER_MS);

/** Omitted fields stay absent, so that the engine takes each from the image. */
export const healthcheckBody = (healthcheck: HealthcheckModel | undefined, startInterval: boolean): HealthcheckBody | undefined => {
  if (healthcheck === undefined) return undefined;
  if (healthcheck.disable === true) return { Test: ['NONE'] };
  const fields = {
    Test: healthcheck.test?.length === 0 ? undefined : healthcheck.test,
    Interval: nanoseconds(healthcheck.interval),
    Timeout: nanoseconds(healthcheck.timeout),
    StartPeriod: nanoseconds(healthcheck.start_period),
    StartInterval: startInterval ? nanoseconds(healthcheck.start_interval) : undefined,
    Retries: healthcheck.retries,
  };
  return defined(fields);
};
