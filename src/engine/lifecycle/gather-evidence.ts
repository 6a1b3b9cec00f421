import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Redact } from '../plan/redactor.ts';
import type { ContainerFacts, ContainerState, ContainerSummary, HealthProbe } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { EvidenceWindow, ServiceEvidence } from './evidence.ts';
import { redactorOf } from './redactor-of.ts';
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

/** Probes of the window; of an unhealthy service at least the last one. */
export const probesOf = (health: ContainerState['health'], { sinceMs, untilMs = Infinity }: EvidenceWindow): readonly HealthProbe[] => {
  const probes = health?.probes ?? [];
  const inWindow = probes.filter(({ startMs, endMs }) => endMs >= sinceMs && startMs <= untilMs);
  return inWindow.length === 0 && health?.status === 'unhealthy' ? probes.slice(-1) : inWindow;
};

const withoutSecrets = <Line extends { readonly text: string }>(lines: readonly Line[], redact: Redact): readonly Line[] => lines.map((line) => ({ ...line, text: redact(line.text) }));

const evidenceOf = async (runtime: Runtime, summary: ContainerSummary, window: EvidenceWindow, signal: AbortSignal | undefined): Promise<ServiceEvidence | undefined> => {
  const container = await runtime.containers.inspect(summary.id, { signal });
  if (container === null) return undefined;
  const service = container.labels[COMPOSE_LABEL.service] ?? container.name;
  const [{ lines, omitted }, redact] = await Promise.all([linesOf(runtime, container, service, window, signal), redactorOf(runtime, container, signal)]);
  const { state } = container;
  return {
    service,
    container: container.name,
    state: state.status,
    outOfMemory: state.outOfMemory,
    restarts: container.restartCount,
    probes: probesOf(state.health, window).map((probe) => ({ ...probe, output: redact(probe.output) })),
    lines: withoutSecrets(lines, redact),
    omitted,
    ...(state.status === 'exited' || state.status === 'dead' ? { exitCode: state.exitCode } : {}),
    ...(state.health === undefined ? {} : { health: state.health.status }),
  };
};

/** What every service of a project did and said during a span of time, by service name. */
export const gatherEvidence = async (runtime: Runtime, project: string, window: EvidenceWindow, signal?: AbortSignal): Promise<readonly ServiceEvidence[]> => {
  const containers = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`], { all: true, signal });
  const evidence = await Promise.all(containers.map((container) => evidenceOf(runtime, container, window, signal)));
  return evidence.filter((entry) => entry !== undefined).sort((a, b) => (a.container < b.container ? -1 : 1));
};
