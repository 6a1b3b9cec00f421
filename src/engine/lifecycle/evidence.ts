import type { ContainerStatus, HealthProbe } from '../runtime/containers.ts';
import type { ServiceLogLine } from './stack.ts';

/** What one service had to say about a moment: the material of a failure report, as plain data, without its secrets. */
export interface ServiceEvidence {
  readonly service: string;
  readonly container: string;
  readonly state: ContainerStatus;
  /** Present once the container has ended. */
  readonly exitCode?: number;
  readonly outOfMemory: boolean;
  /** Absent without a healthcheck. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy' | 'none';
  /** Probes of the window that the engine still knows, oldest first; of an unhealthy service at least the last one. */
  readonly probes: readonly HealthProbe[];
  readonly restarts: number;
  /** Log lines of the window, oldest first, at most `tail`. */
  readonly lines: readonly ServiceLogLine[];
  /** Lines of the window that were left out because of `tail`. */
  readonly omitted: number;
}

/** The span of time that evidence is wanted for, in milliseconds since the epoch. */
export interface EvidenceWindow {
  readonly sinceMs: number;
  readonly untilMs?: number;
  /** Most lines per service; default 50. */
  readonly tail?: number;
}
