import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { AwaitedGate, TimelineEntry } from './stack.ts';
import type { UpOptions } from './up-options.ts';

/** What a display of progress is told; it would be flooded with the rest. */
const STEPS: ReadonlySet<TimelineEntry['what']> = new Set<TimelineEntry['what']>(['created', 'waiting', 'starting', 'started', 'ready', 'exited']);

/** What one service is doing during an `up`. */
export interface ServiceProgress {
  readonly phase: 'image' | 'create' | 'waiting' | 'start' | 'ready' | 'done';
  /** For `waiting`: the dependencies that are not there yet. */
  readonly waitsFor: readonly string[];
  readonly lastProbe?: ProbeResult;
}

/** Keeps the story of an `up`: the timeline for afterwards, the present state for a time-out's message. */
export class Progress {
  readonly timeline: TimelineEntry[] = [];
  readonly services: Map<string, ServiceProgress> = new Map<string, ServiceProgress>();
  /** When it began, in milliseconds since the epoch. */
  readonly startedAtMs: number = Date.now();
  readonly #startedMs = performance.now();
  readonly #onProgress: UpOptions['onProgress'];

  constructor(onProgress?: UpOptions['onProgress']) {
    this.#onProgress = onProgress;
  }

  note(what: TimelineEntry['what'], service?: string, detail?: string, waitsFor?: readonly AwaitedGate[]): void {
    const about = service === undefined ? {} : { service };
    this.timeline.push({ atMs: performance.now() - this.#startedMs, what, ...about, ...(detail === undefined ? {} : { detail }), ...(waitsFor === undefined ? {} : { waitsFor }) });
    if (STEPS.has(what)) this.#onProgress?.({ ...about, what, text: what === 'waiting' ? `waiting for ${detail ?? 'others'}` : `${detail ?? ''} ${what}`.trim() });
  }

  enter(service: string, phase: ServiceProgress['phase'], waitsFor: readonly string[] = []): void {
    this.services.set(service, { ...this.services.get(service), phase, waitsFor });
  }

  probed(service: string, lastProbe: ProbeResult): void {
    const state = this.services.get(service) ?? { phase: 'ready', waitsFor: [] };
    this.services.set(service, { ...state, lastProbe });
    this.note('probe', service, `exit ${String(lastProbe.exitCode)}`);
  }
}
