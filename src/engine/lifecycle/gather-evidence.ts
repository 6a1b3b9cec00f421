import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerFacts, ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { EvidenceWindow, ServiceEvidence } from './evidence.ts';
import type { ServiceLogLine } from './stack.ts';

const DEFAULT_TAIL = 50;

const linesOf = async (runtime: Runtime, container: ContainerFacts, service: string, window: EvidenceWindow, signal: AbortSignal | undefined): Promise<{ lines: ServiceLogLine[]; omitted: number }> => {
  const tail = window.tail ?? DEFAULT_TAIL;
  const lines: ServiceLogLine[] = [];
  let omitted = 0;
  for await (const line of runtime.containers.logs(container.id, { sinceMs: window.sinceMs, untilMs: window.untilMs, signal })) {
    lines.push({ ...line, service, container: container.name });
    if (lines.length > tail) {
      lines.shift();
      omitted += 1;
    }
  }
  return { lines, omitted };
};

const evidenceOf = async (runtime: Runtime, summary: ContainerSummary, window: EvidenceWindow, signal: AbortSignal | undefined): Promise<ServiceEvidence | undefined> => {
  const container = await runtime.containers.inspect(summary.id, { signal });
  if (container === null) return undefined;
  const service = container.labels[COMPOSE_LABEL.service] ?? container.name;
  const { lines, omitted } = await linesOf(runtime, container, service, window, signal);
  const { state } = container;
  const lastProbe = state.health?.probes.at(-1);
  return {
    service,
    container: container.name,
    state: state.status,
    outOfMemory: state.outOfMemory,
    restarts: container.restartCount,
    lines,
    omitted,
    ...(state.status === 'exited' || state.status === 'dead' ? { exitCode: state.exitCode } : {}),
    ...(state.health === undefined ? {} : { health: state.health.status }),
    ...(lastProbe === undefined ? {} : { lastProbe }),
  };
};

/** What every service of a project did and said during a span of time, by service name. */
export const gatherEvidence = async (runtime: Runtime, project: string, window: EvidenceWindow, signal?: AbortSignal): Promise<readonly ServiceEvidence[]> => {
  const containers = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`], { all: true, signal });
  const evidence = await Promise.all(containers.map((container) => evidenceOf(runtime, container, window, signal)));
  return evidence.filter((entry) => entry !== undefined).sort((a, b) => (a.container < b.container ? -1 : 1));
};
