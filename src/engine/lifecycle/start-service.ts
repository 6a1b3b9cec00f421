import type { DependencyPlan, ServicePlan } from '../plan/stack-plan.ts';
import { abortable } from '../readiness/abortable.ts';
import type { ContainerFacts } from '../runtime/runtime.ts';
import { awaitEnd } from './await-end.ts';
import { blamingService } from './blaming-service.ts';
import { exitedError, gatherFacts } from './failure.ts';
import type { PlacedContainer } from './place-containers.ts';
import { runAll } from './run-all.ts';
import { gateOf } from './service-gates.ts';
import { choosesPorts, startContainer } from './start-container.ts';
import type { UpContext } from './up-context.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const waitForDependencies = async (context: UpContext, service: ServicePlan): Promise<void> => {
  const missing = new Set(service.dependencies.map((dependency) => dependency.service));
  if (missing.size === 0) return;
  context.progress.enter(service.name, 'waiting', [...missing]);
  context.progress.note('waiting', service.name, [...missing].join(', '));
  const wait = async ({ service: dependency, condition }: DependencyPlan): Promise<void> => {
    await abortable(gateOf(context.gates, dependency, condition).passed, context.signal);
    missing.delete(dependency);
    context.progress.enter(service.name, 'waiting', [...missing]);
  };
  await Promise.all(service.dependencies.map(wait));
};

/** Services that have not been started because they wait for this one. */
const stillWaiting = (context: UpContext, service: ServicePlan): readonly string[] =>
  service.dependents.filter((name) => context.progress.services.get(name)?.waitsFor.includes(service.name) === true);

const start = async (context: UpContext, service: ServicePlan, container: PlacedContainer): Promise<void> => {
  if (container.running) return;
  context.signal.throwIfAborted();
  context.progress.note('starting', service.name, container.plan.name);
  await startContainer(context.runtime, container.id, { retryPorts: choosesPorts(container.plan), signal: context.signal, settleSignal: context.settleSignal });
  context.progress.note('started', service.name, container.plan.name);
};

const exited = async (context: UpContext, service: ServicePlan, containerId: string, seen: ContainerFacts | null): Promise<Error> =>
  exitedError(
    await gatherFacts(context.runtime, {
      service: service.name,
      phase: 'ready',
      containerId,
      seen,
      waiting: stillWaiting(context, service),
      lastProbe: context.progress.services.get(service.name)?.lastProbe,
    }),
  );

/** Resolves when a container that is meant to end has ended well; any other end for good fails the `up`. */
const watchEnd = async (context: UpContext, service: ServicePlan, id: string): Promise<void> => {
  const container = await awaitEnd(context.runtime, context.watch, id, context.signal);
  if (service.oneShot && container?.state.exitCode === 0) return;
  throw await exited(context, service, id, container);
};

const becomeReady = async (context: UpContext, service: ServicePlan, placed: PlacedContainer): Promise<ContainerFacts> => {
  const { runtime, signal, progress } = context;
  const ended = watchEnd(context, service, placed.id);
  // While others are still awaited, the end of a service that was ready already fails the `up` too.
  ended.catch(context.fail);
  const request = {
    runtime,
    containerId: placed.id,
    service: service.name,
    watch: context.watch,
    signal,
    ready: context.options.ready ?? 'running',
    waiting: () => stillWaiting(context, service),
    onProbe: (probe: Parameters<typeof progress.probed>[1]) => progress.probed(service.name, probe),
  };
  if (service.oneShot) {
    await abortable(ended, signal);
    gateOf(context.gates, service.name, 'service_completed_successfully').open();
    progress.note('exited', service.name, placed.plan.name);
    const container = await runtime.containers.inspect(placed.id, { signal });
    if (container === null) throw await exited(context, service, placed.id, null);
    return container;
  }
  const container = await waitUntilReady(request);
  progress.note('ready', service.name, placed.plan.name);
  return container;
};

/** Starts the containers of a service once its dependencies allow, and resolves when they are ready. */
export const startService = async (context: UpContext, service: ServicePlan, placed: readonly PlacedContainer[]): Promise<readonly ContainerFacts[]> => {
  await waitForDependencies(context, service);
  context.progress.enter(service.name, 'start');
  await runAll(placed.map((container) => context.limit(() => blamingService(service.name, start(context, service, container)))), context.fail);
  gateOf(context.gates, service.name, 'service_started').open();
  context.progress.enter(service.name, 'ready');
  const containers = await runAll(placed.map((container) => becomeReady(context, service, container)), context.fail);
  gateOf(context.gates, service.name, 'service_healthy').open();
  // A service without replicas has nothing to wait for.
  if (placed.length === 0) gateOf(context.gates, service.name, 'service_completed_successfully').open();
  context.progress.enter(service.name, 'done');
  return containers;
};
