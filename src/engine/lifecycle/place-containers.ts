import { serviceHash } from '../plan/config-hash.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import { abortable } from '../readiness/abortable.ts';
import type { ContainerSummary } from '../runtime/runtime.ts';
import { blamingService } from './blaming-service.ts';
import { decideAction } from './converge.ts';
import { createContainer } from './create-container.ts';
import { imageOf } from './ensure-images.ts';
import { runAll } from './run-all.ts';
import { createdGate } from './service-gates.ts';
import type { UpContext } from './up-context.ts';

/** A container that is there, and whether it has yet to be started. */
export interface PlacedContainer {
  readonly plan: ContainerPlan;
  readonly id: string;
  readonly running: boolean;
}

const SHORT_ID = 12;

/** Takes the name and the ports from a container that is to be replaced; it is removed when the `up` has succeeded. */
const setAside = async (context: UpContext, existing: ContainerSummary): Promise<void> => {
  const { runtime, ledger, settleSignal: signal } = context;
  const wasRunning = existing.status === 'running';
  ledger.replaced.push({ id: existing.id, name: existing.name, wasRunning });
  await runtime.containers.rename(existing.id, `${existing.id.slice(0, SHORT_ID)}_${existing.name}`, { signal });
  if (wasRunning) await runtime.containers.stop(existing.id, { signal });
};

/** The plan of a container that shares with others, now that it is known which: another one makes it another container. */
const knowingShared = (service: ServicePlan, plan: ContainerPlan, ids: ReadonlyMap<string, string>): ContainerPlan => {
  if (ids.size === 0) return plan;
  const hash = serviceHash(service.model, ids);
  return { ...plan, hash, body: { ...plan.body, Labels: { ...plan.body.Labels, [COMPOSE_LABEL.configHash]: hash } } };
};

const place = async (context: UpContext, service: ServicePlan, planned: ContainerPlan, ids: ReadonlyMap<string, string>): Promise<PlacedContainer> => {
  const plan = knowingShared(service, planned, ids);
  const image = imageOf(context.images, service.image);
  const action = decideAction(plan, image.id, context.existing, context.options.forceRecreate === true);
  if (action.kind === 'keep' || action.kind === 'start') return { plan, id: action.existing.id, running: action.kind === 'keep' };
  if (action.kind === 'recreate') await setAside(context, action.existing);
  context.signal.throwIfAborted();
  context.ledger.containers.set(plan.name, undefined);
  const id = await createContainer(context.runtime, plan, image.id, ids, context.settleSignal);
  context.ledger.containers.set(plan.name, id);
  context.progress.note('created', service.name, plan.name);
  return { plan, id, running: false };
};

/** Sees to it that every container of a service exists, as it should be, without starting any. */
export const placeContainers = async (context: UpContext, service: ServicePlan): Promise<readonly PlacedContainer[]> => {
  const shared = await Promise.all(
    service.createAfter.map(async (name) => [name, await abortable(createdGate(context.gates, name).passed, context.signal)] as const),
  );
  context.progress.enter(service.name, 'create');
  const ids = new Map(shared);
  const extra = context.existing.filter(
    (container) =>
      container.labels[COMPOSE_LABEL.service] === service.name &&
      container.labels[COMPOSE_LABEL.oneOff] !== 'True' &&
      Number(container.labels[COMPOSE_LABEL.number]) > service.containers.length,
  );
  const removals = extra.map((container) => context.limit(() => context.runtime.containers.remove(container.id, { force: true, volumes: true, signal: context.settleSignal })));
  const placed = await runAll(service.containers.map((plan) => context.limit(() => blamingService(service.name, place(context, service, plan, ids)))), context.fail);
  await runAll(removals, context.fail);
  return placed;
};
