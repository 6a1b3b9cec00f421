import type { TimelineEntry } from '../../src/engine/lifecycle/stack.ts';

/** The story of a stack of that many services, each waiting for one or two of those before it; the same at every call. */
export function manyServices(count: number): readonly TimelineEntry[] {
  const timeline: TimelineEntry[] = [];
  const ready: { readonly service: string; readonly atMs: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const service = `service-${String(index).padStart(2, '0')}-of-a-large-shop`;
    const detail = `shop-${service}-1`;
    const createdMs = 20 + index * 12;
    const gates = [...new Set([Math.floor(index / 3), Math.floor(index / 2)])].filter((before) => before < index).flatMap((before) => ready[before] ?? []);
    const startingMs = Math.max(createdMs + 150, ...gates.map(({ atMs }) => atMs + 1));
    const startedMs = startingMs + 80 + (index % 7) * 20;
    const readyMs = startedMs + 50 + (index % 5) * 90;
    timeline.push({ atMs: createdMs, what: 'creating', service, detail }, { atMs: createdMs + 90, what: 'created', service, detail });
    if (gates.length > 0) timeline.push({ atMs: createdMs + 100, what: 'waiting', service, waitsFor: gates.map((gate) => ({ service: gate.service, condition: 'service_healthy' as const })) });
    timeline.push({ atMs: startingMs, what: 'starting', service, detail }, { atMs: startedMs, what: 'started', service, detail }, { atMs: readyMs - 5, what: 'probe', service, detail: 'exit 0' }, { atMs: readyMs, what: 'ready', service, detail });
    ready.push({ service, atMs: readyMs });
  }
  return timeline.sort((a, b) => a.atMs - b.atMs);
}
