import { ExecError, PortError } from '../../errors.ts';
import type { DependencyPlan, ServicePlan } from '../plan/stack-plan.ts';
import { effectiveHealthcheck } from '../plan/effective-healthcheck.ts';
import { abortable } from '../readiness/abortable.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import { awaitEnd } from './await-end.ts';
import { blamingService } from './blaming-service.ts';
import { imageOf } from './ensure-images.ts';
import { exitedError, gatherFacts } from './failure.ts';
import { Foretold } from './foretold.ts';
import { passReadyProbes } from './pass-ready-probes.ts';
import type { PlacedContainer } from './place-containers.ts';
import { runAll } from './run-all.ts';
import { runHooks } from './run-hooks.ts';
import { runPreStart } from './run-pre-start.ts';
import { gateOf } from './service-gates.ts';
import { choosesPorts, startContainer } from './start-container.ts';
import type { UpContext } from './up-context.ts';
import { becomeReady } from './wait-until-ready.ts';

const waitForDependencies = async (context: UpContext, service: ServicePlan): Promise<void> => {
  const missing = new Set(service.dependencies.map((dependency) => dependency.service));
  if (missing.size === 0) return;
  context.progress.enter(service.name, 'waiting', [...missing]);
  context.progress.note('waiting', service.name, [...missing].join(', '), service.dependencies.map(({ service: name, condition }) => ({ service: name, condition })));
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

/** How many times a port that was reserved may be lost to others. */
const RESERVATIONS = 5;

/** Starts a container, or another in its place when a port that was reserved for it is taken by now. */
const startReserved = async (context: UpContext, placed: PlacedContainer): Promise<PlacedContainer> => {
  for (let container = placed, attempt = 1; ; attempt += 1) {
    try {
      await startContainer(context.runtime, container.id, { retryPorts: choosesPorts(container.plan), signal: context.signal, settleSignal: context.settleSignal });
      return container;
    } catch (error) {
      if (!(error instanceof PortError) || container.again === undefined || attempt === RESERVATIONS) throw error;
      context.signal.throwIfAborted();
      container = await container.again();
    }
  }
};

const start = async (context: UpContext, service: ServicePlan, placed: PlacedContainer): Promise<PlacedContainer> => {
  if (placed.running) return placed;
  context.signal.throwIfAborted();
  context.progress.note('starting', service.name, placed.plan.name);
  const container = await startReserved(context, placed);
  context.started.set(container.id, performance.now());
  await runPostStart(context, service, container);
  context.progress.note('started', service.name, container.plan.name);
  return container;
};

/** A container that has ended has a better reason to tell than that no hook could be run in it. */
const runPostStart = async (context: UpContext, service: ServicePlan, { id }: PlacedContainer): Promise<void> => {
  try {
    await runHooks(context.runtime, { kind: 'post_start', service: service.name, containerId: id, hooks: service.model.post_start ?? [], signal: context.signal });
  } catch (error) {
    const seen = error instanceof ExecError ? await context.runtime.containers.inspect(id, { signal: context.signal }) : null;
    throw seen?.state.status === 'exited' ? await exited(context, service, id, seen) : error;
  }
};

export const exited = async (context: UpContext, service: ServicePlan, containerId: string, seen?: ContainerFacts | null): Promise<Error> =>
  exitedError(
    await gatherFacts(context.runtime, {
      service: service.name,
      phase: 'ready',
      containerId,
      ...(seen === undefined ? {} : { seen }),
      waiting: stillWaiting(context, service),
      lastProbe: context.progress.services.get(service.name)?.lastProbe,
    }),
  );

const expectedExit = ({ ready }: ServicePlan): number => ready.map((probe) => (probe.kind === 'exit' ? probe.code : 0))[0] ?? 0;

/** Whether an end is one for good, without asking: nobody starts a container again that this `up` has made, unless a policy says so. */
const endsForGood = ({ ledger }: UpContext, { id, plan }: PlacedContainer): boolean =>
  ['', 'no'].includes(plan.body.HostConfig?.RestartPolicy?.Name ?? '') && ledger.containers.get(plan.name) === id;

/** Foretells the failure of an `up` by an end for good that is no good end, at the moment that the engine tells of it. */
const foretellEnd = async (context: UpContext, service: ServicePlan, placed: PlacedContainer): Promise<void> => {
  if (context.foretell === undefined || !endsForGood(context, placed)) return;
  const { attributes } = await context.watch.ended(placed.id);
  const ended = service.oneShot && attributes['exitCode'] === String(expectedExit(service));
  if (!ended && !context.signal.aborted) context.foretell(new Foretold(placed.id, exited(context, service, placed.id)));
};

/** Resolves when a container that is meant to end has ended well; any other end for good fails the `up`. */
const watchEnd = async (context: UpContext, service: ServicePlan, placed: PlacedContainer): Promise<void> => {
  const { id } = placed;
  await foretellEnd(context, service, placed);
  context.signal.throwIfAborted();
  const container = await awaitEnd(context.runtime, context.watch, id, context.signal);
  if (service.oneShot && container?.state.exitCode === expectedExit(service)) return;
  throw await exited(context, service, id, container);
};

/**
 * Resolves when a container is healthy, where it has a healthcheck, or has done its work, where that is what it is for.
 * That the others run is seen to at the end, for all of them at once.
 */
const awaitContainer = async (context: UpContext, service: ServicePlan, placed: PlacedContainer): Promise<void> => {
  const { runtime, signal, progress } = context;
  const ended = watchEnd(context, service, placed);
  // While others are still awaited, the end of a service that was ready already fails the `up` too.
  ended.catch(context.fail);
  if (service.oneShot) {
    await abortable(ended, signal);
    progress.note('exited', service.name, placed.plan.name);
    return;
  }
  const healthcheck = effectiveHealthcheck(placed.plan.body.Healthcheck, imageOf(context.images, service.image).healthcheck);
  const waitsForPorts = context.options.ready === 'ports';
  const waitsForHealth = !placed.healthy && (healthcheck !== undefined || waitsForPorts);
  if (!waitsForHealth && service.ready.length === 0) return;
  const onProbe = (probe: ProbeResult): void => progress.probed(service.name, probe);
  if (waitsForHealth) {
    await becomeReady({ runtime, containerId: placed.id, service: service.name, healthcheck, watch: context.watch, signal, waiting: () => stillWaiting(context, service), onProbe });
  }
  const container = service.ready.length === 0 ? null : await runtime.containers.inspect(placed.id, { signal });
  if (container !== null) await passReadyProbes({ runtime, container, probes: service.ready, signal, onProbe });
  if (context.started.has(placed.id)) context.started.set(placed.id, 0);
  progress.note('ready', service.name, placed.plan.name);
};

/** Starts the containers of a service once its dependencies allow, and opens its gates as far as they come. */
export const startService = async (context: UpContext, service: ServicePlan, created: readonly PlacedContainer[]): Promise<void> => {
  await waitForDependencies(context, service);
  context.progress.enter(service.name, 'start');
  await runPreStart(context, service, created);
  const placed = await runAll(created.map((container) => context.limit(() => blamingService(service, start(context, service, container)))), context.fail);
  context.placed.set(service.name, placed);
  gateOf(context.gates, service.name, 'service_started').open();
  context.progress.enter(service.name, 'ready');
  await runAll(placed.map((container) => awaitContainer(context, service, container)), context.fail);
  gateOf(context.gates, service.name, 'service_healthy').open();
  // A service without replicas has nothing to wait for.
  if (service.oneShot || placed.length === 0) gateOf(context.gates, service.name, 'service_completed_successfully').open();
  context.progress.enter(service.name, 'done');
};
