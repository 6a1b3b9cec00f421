import type { ServiceEvidence } from '../../../src/engine/lifecycle/evidence.ts';

/** Evidence of a service that runs and said nothing, but for what a test says otherwise. */
export const serviceEvidence = (service: string, facts: Partial<Omit<ServiceEvidence, 'service' | 'lines'>> & { readonly lines?: readonly string[] } = {}): ServiceEvidence => {
  const container = facts.container ?? `shop-${service}-1`;
  return {
    state: 'running',
    outOfMemory: false,
    restarts: 0,
    omitted: 0,
    probes: [],
    ...facts,
    service,
    container,
    lines: (facts.lines ?? []).map((text, index) => ({ service, container, stream: 'stdout', timeMs: Date.UTC(2026, 0, 2, 12, 0, 0, 100 + index), text })),
  };
};
