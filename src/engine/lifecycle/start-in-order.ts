import { ExecError } from '../../errors.ts';
import { COMPOSE_LABEL, dependenciesInLabel, type LabelledDependency } from '../plan/labels.ts';
import type { ReadyProbe } from '../plan/ready-probes.ts';
import type { ContainerFacts, ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { exitedError, gatherFacts, timeoutError } from './failure.ts';
import { serviceOf } from './project-containers.ts';
import { runAll } from './run-all.ts';
import { runHooks } from './run-hooks.ts';
import { startAgain } from './start-again.ts';
import type { HooksOf } from './stop-services.ts';

const DEFAULT_TIMEOUT_MS = 60_000;

export interface StartRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly postStart: HooksOf;
  /** What each service has to show before it is ready, beside its healthcheck. */
  readonly probes: (service: string) => readonly ReadyProbe[];
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

const dependenciesOf = ({ labels }: Pick<ContainerSummary, 'labels'>): readonly LabelledDependency[] => dependenciesInLabel(labels[COMPOSE_LABEL.dependsOn]);

/** The services chosen, and those that are to be restarted with them. */
export const withRestarting = (services: ReadonlySet<string>, containers: readonly ContainerSummary[]): ReadonlySet<string> => {
  const found = new Set(services);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const container of containers) if (dependenciesOf(container).some(({ service, restart }) => restart && found.has(service))) found.add(serviceOf(container));
  }
  return found;
};

/** The code that a service is meant to end with, where its probes say that it is meant to end. */
const expectedExit = (probes: readonly ReadyProbe[]): number | undefined => probes.map((probe) => (probe.kind === 'exit' ? probe.code : undefined))[0];

/** Starts a service that is meant to end, and resolves when it has ended well. */
const runToEnd = async ({ runtime, probes, timeoutMs = DEFAULT_TIMEOUT_MS }: StartRequest, service: string, containers: readonly ContainerSummary[], signal: AbortSignal): Promise<readonly ContainerFacts[]> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  const expected = expectedExit(probes(service)) ?? 0;
  const end = async ({ id }: ContainerSummary): Promise<void> => {
    const facts = () => gatherFacts(runtime, { service, phase: 'ready', containerId: id, waiting: [] });
    await runtime.containers.start(id, { signal });
    try {
      if ((await runtime.containers.wait(id, { signal: AbortSignal.any([signal, deadline]) })) === expected) return;
    } catch (error) {
      throw error === deadline.reason ? timeoutError(await facts(), timeoutMs) : error;
    }
    throw exitedError(await facts());
  };
  await runAll(containers.map(end), () => {});
  return [];
};

/** Starts a service and resolves when it is ready; `onRunning` is told as soon as it runs. */
const becomeReady = async (request: StartRequest, service: string, containers: readonly ContainerSummary[], signal: AbortSignal, onRunning: () => void): Promise<readonly ContainerFacts[]> => {
  const { runtime, project, timeoutMs } = request;
  const hooks = request.postStart(service);
  let tell = (): void => {};
  const running = new Promise<void>((resolve) => (tell = resolve));
  const ready = startAgain(runtime, { project, service, containers, probes: request.probes(service) }, { signal, onRunning: tell, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const hooked = async (): Promise<void> => {
    await Promise.race([running, ready]);
    onRunning();
    try {
      await runAll(containers.map(({ id }) => runHooks(runtime, { kind: 'post_start', service, containerId: id, hooks, signal })), () => {});
    } catch (error) {
      // A container that has ended has a better reason to tell than that no hook could be run in it.
      if (error instanceof ExecError && error.code === 'SERVICE_NOT_RUNNING') await ready;
      throw error;
    }
  };
  const [facts] = await Promise.all([ready, hooked()]);
  return facts;
};

/**
 * Starts those chosen of a project's containers, each once what it depends on among them is as far as the condition
 * asks, and resolves with them, by service, when all are ready. The first failure ends the others' waiting.
 *
 * @throws StartError, HealthError or TimeoutError as `up` does
 */
export const startInOrder = async (request: StartRequest, all: readonly ContainerSummary[], chosen: readonly ContainerSummary[]): Promise<ReadonlyMap<string, readonly ContainerFacts[]>> => {
  const failure = new AbortController();
  const fail = (error: unknown): void => failure.abort(error);
  const signal = request.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, request.signal]);
  const services = new Map([...new Set(chosen.map(serviceOf))].map((name) => [name, chosen.filter((container) => serviceOf(container) === name)]));
  const oneShots = new Set(all.flatMap(dependenciesOf).filter(({ condition }) => condition === 'service_completed_successfully').map(({ service }) => service));
  const under = new Map<string, { readonly ran: Promise<void>; readonly ready: Promise<readonly ContainerFacts[]> }>();
  const begin = (name: string, path: readonly string[]): { readonly ran: Promise<void>; readonly ready: Promise<readonly ContainerFacts[]> } => {
    const known = under.get(name);
    if (known !== undefined) return known;
    const containers = services.get(name) ?? [];
    let onRunning = (): void => {};
    const ran = new Promise<void>((resolve) => (onRunning = resolve));
    const start = async (): Promise<readonly ContainerFacts[]> => {
      // Labels that contradict each other must not make two services wait for each other for ever.
      const before = containers.flatMap(dependenciesOf).filter(({ service }) => services.has(service) && !path.includes(service) && service !== name);
      await Promise.all(
        before.map(({ service, condition }) => {
          const dependency = begin(service, [...path, name]);
          return condition === 'service_started' ? Promise.race([dependency.ran, dependency.ready]) : dependency.ready;
        }),
      );
      signal.throwIfAborted();
      return oneShots.has(name) || expectedExit(request.probes(name)) !== undefined ? await runToEnd(request, name, containers, signal) : await becomeReady(request, name, containers, signal, onRunning);
    };
    const entry = { ran, ready: start() };
    entry.ready.catch(fail);
    under.set(name, entry);
    return entry;
  };
  const readied = [...services.keys()].map(async (name) => [name, await begin(name, []).ready] as const);
  return new Map(await runAll(readied, fail));
};
