import type { DurationSpec, NumberSpec } from './value-specs.ts';

/** How often a probe is made, and how long one may take. */
interface ProbePace {
  /** Longest time that one attempt may take. Default: `5s`. */
  readonly timeout?: DurationSpec;
  /** Longest pause between two attempts; the first pauses are shorter. Default: `500ms`. */
  readonly interval?: DurationSpec;
}

/** Something that a service has to show before it counts as ready; one kind in each. */
export type ReadyProbeSpec = ProbePace &
  (
    | { /** A published TCP port accepts connections, by its number in the container. */ readonly port: NumberSpec }
    | { /** A published port answers `GET path` with one of these statuses. Default: `/`, any below 400. */ readonly http: { readonly port: NumberSpec; readonly path?: string; readonly status?: number | readonly number[] } }
    | { /** A line of the log since its start contains the text, or matches the pattern. */ readonly log: string | { readonly text?: string; readonly pattern?: string; /** How many lines have to. Default: 1. */ readonly times?: number } }
    | { /** The command ends with 0 in the container; a text is run by `/bin/sh`. */ readonly exec: string | readonly string[] }
    | { /** The container ends with this code: that is what the service is there for. */ readonly exit: number }
  );

/** `x-seaworthy` of a service. */
export interface SeaworthySpec {
  /** All of these have to hold, and the healthcheck where there is one. */
  readonly ready?: ReadyProbeSpec | readonly ReadyProbeSpec[];
}
