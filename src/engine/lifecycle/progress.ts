import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { TimelineEntry } from './stack.ts';

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
  readonly #startedMs = performance.now();

  note(what: TimelineEntry['what'], service?: string, detail?: string): void {
    this.timeline.push({
      atMs: performance.now() - this.#startedMs,
      what,
      ...(service === undefined ? {} : { service }),
      ...(detail === undefined ? {} : { detail }),
    });
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
