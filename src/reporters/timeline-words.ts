import { openedAt, type Span } from './timeline-spans.ts';
import type { TimelineEntry } from '../engine/lifecycle/stack.ts';

const CONDITION = { service_started: 'to start', service_healthy: 'to be ready', service_completed_successfully: 'to end' } as const;

/** A number of milliseconds as people read it. */
export const msText = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** What a service was doing during a span, as `waited for db to be ready`. */
export function spanText(span: Span, timeline: readonly TimelineEntry[]): string {
  const about = span.detail === undefined ? '' : ` ${span.detail}`;
  switch (span.kind) {
    case 'pull':
      return `pulled${about}${cutText(span)}`;
    case 'build':
      return `built${about}${cutText(span)}`;
    case 'create':
      return `created${about}${cutText(span)}`;
    case 'start':
      return `started${about}${cutText(span)}`;
    case 'wait':
      return `waited for ${waitText(span, timeline)}${cutText(span)}`;
    case 'ready':
      return `${readyText(span)}${probesText(span.probes)}`;
  }
}

function readyText({ ended, probes }: Span): string {
  if (ended === 'exited') return 'ran to its end';
  if (ended === 'done') return 'became ready';
  return probes.length === 0 ? 'ran, until the end' : 'was not ready yet';
}

const cutText = ({ ended }: Span): string => (ended === 'cut off' ? ', until the end' : '');

function waitText({ waitsFor, ended }: Span, timeline: readonly TimelineEntry[]): string {
  if (waitsFor.length === 0) return 'others';
  return waitsFor
    .map((gate) => {
      const opened = openedAt(timeline, gate);
      const when = waitsFor.length === 1 && ended === 'done' ? '' : opened === undefined ? ' (never)' : ` (${msText(opened)})`;
      return `${gate.service} ${CONDITION[gate.condition]}${when}`;
    })
    .join(', ');
}

function probesText(probes: Span['probes']): string {
  if (probes.length === 0) return '';
  const runs: { outcome: string; count: number }[] = [];
  for (const { outcome } of probes) {
    const last = runs.at(-1);
    if (last?.outcome === outcome) last.count += 1;
    else runs.push({ outcome, count: 1 });
  }
  const told = runs.map(({ outcome, count }) => (count === 1 ? outcome : `${count} × ${outcome}`)).join(', ');
  return `, ${probes.length === 1 ? 'a probe' : `${probes.length} probes`}: ${told}`;
}
