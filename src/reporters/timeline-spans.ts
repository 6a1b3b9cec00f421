import type { AwaitedGate, TimelineEntry } from '../engine/lifecycle/stack.ts';

/** What a service was doing for a while. */
type SpanKind = 'pull' | 'build' | 'create' | 'wait' | 'start' | 'ready';

export interface Span {
  readonly kind: SpanKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** The image or the container that it was about. */
  readonly detail?: string;
  /** For `wait`. */
  readonly waitsFor: readonly AwaitedGate[];
  /** For `ready`: how each probe ended. */
  readonly probes: readonly { readonly atMs: number; readonly outcome: string }[];
  /** How it ended: as it should, or with the end of the `up`. */
  readonly ended: 'done' | 'exited' | 'cut off';
}

export interface ServiceSpans {
  readonly service: string;
  /** In the order in which they began. */
  readonly spans: readonly Span[];
}

/** What opens when a gate's service has come so far. */
const OPENS: Readonly<Record<AwaitedGate['condition'], TimelineEntry['what']>> = { service_started: 'started', service_healthy: 'ready', service_completed_successfully: 'exited' };

const BEGINS: Partial<Record<TimelineEntry['what'], SpanKind>> = { pulling: 'pull', building: 'build', creating: 'create', waiting: 'wait', starting: 'start', started: 'ready' };
const ENDS: Partial<Record<TimelineEntry['what'], readonly SpanKind[]>> = { image: ['pull', 'build'], created: ['create'], starting: ['wait'], started: ['start'], ready: ['ready'], exited: ['ready'] };

/** When everything was over: the last moment there is. */
export const endOf = (timeline: readonly TimelineEntry[]): number => Math.max(0, ...timeline.map(({ atMs }) => atMs));

/** When the `up` failed; `undefined` where it did not. */
export const failedAt = (timeline: readonly TimelineEntry[]): number | undefined => timeline.find(({ what }) => what === 'failed')?.atMs;

/** When a gate opened: when the last container of its service was so far; `undefined` where it never was. */
export function openedAt(timeline: readonly TimelineEntry[], gate: AwaitedGate): number | undefined {
  const moments = timeline.filter(({ service, what }) => service === gate.service && what === OPENS[gate.condition]);
  return moments.length === 0 ? undefined : Math.max(...moments.map(({ atMs }) => atMs));
}

/** What each service did and for how long, those that were started first at the top: so a gate is above who waits for it. */
export function timelineSpans(timeline: readonly TimelineEntry[]): readonly ServiceSpans[] {
  const byService = new Map<string, TimelineEntry[]>();
  for (const entry of timeline) if (entry.service !== undefined) byService.set(entry.service, [...(byService.get(entry.service) ?? []), entry]);
  const end = endOf(timeline);
  const startOf = (entries: readonly TimelineEntry[]): number => entries.find(({ what }) => what === 'starting')?.atMs ?? end + (entries.some(({ what }) => what === 'waiting') ? 1 : 0);
  return [...byService].sort(([, a], [, b]) => startOf(a) - startOf(b)).map(([service, entries]) => ({ service, spans: spansOf(entries, end) }));
}

function spansOf(entries: readonly TimelineEntry[], end: number): readonly Span[] {
  const open: { readonly kind: SpanKind; readonly begin: TimelineEntry; readonly probes: Span['probes'][number][] }[] = [];
  const spans: Span[] = [];
  const close = (index: number, toMs: number, ended: Span['ended']): void => {
    const [{ kind, begin, probes } = { kind: 'wait', begin: { atMs: toMs, what: 'waiting' }, probes: [] } as const] = open.splice(index, 1);
    spans.push({ kind, fromMs: begin.atMs, toMs, waitsFor: begin.waitsFor ?? [], probes, ended, ...(begin.detail === undefined || kind === 'wait' ? {} : { detail: begin.detail }) });
  };
  for (const entry of entries) {
    // A service may have several containers: what begins and ends with the same detail belongs together.
    const ends = ENDS[entry.what] ?? [];
    const index = open.findIndex(({ kind, begin }) => ends.includes(kind) && (kind === 'wait' || begin.detail === entry.detail));
    if (index >= 0) close(index, entry.atMs, entry.what === 'exited' ? 'exited' : 'done');
    if (entry.what === 'probe') open.find(({ kind }) => kind === 'ready')?.probes.push({ atMs: entry.atMs, outcome: entry.detail ?? '' });
    const kind = BEGINS[entry.what];
    if (kind !== undefined) open.push({ kind, begin: entry, probes: [] });
  }
  while (open.length > 0) close(0, end, 'cut off');
  return spans.sort((a, b) => a.fromMs - b.fromMs);
}
