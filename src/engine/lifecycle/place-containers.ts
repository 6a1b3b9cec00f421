import { StartError } from '../../errors.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import { abortable } from '../readiness/abortable.ts';
import { blamingService } from './blaming-service.ts';
import { carryVolumes } from './carry-volumes.ts';
import { replicasOf, withSharedIds, type Placement } from './converge.ts';
import { createContainer, type ContainerIds } from './create-container.ts';
import { imageOf } from './ensure-images.ts';
import { hasReserved, reservePorts } from './reserve-ports.ts';
import { runAll } from './run-all.ts';
import { createdGate } from './service-gates.ts';
import { asFound, setAside } from './set-aside.ts';
import type { UpContext } from './up-context.ts';

/** A container that is there, and whether it has yet to be started. */
export interface PlacedContainer {
  readonly plan: ContainerPlan;
  readonly id: string;
  readonly running: boolean;
  /** The engine's own healthcheck has said so already. */
  readonly healthy: boolean;
  /** Makes another container with other ports, where one that was reserved is taken by now; absent where ports are not ours to choose. */
  readonly again?: () => Promise<PlacedContainer>;
}

const saysHealthy = (statusText: string): boolean => statusText.endsWith('(healthy)');

/** Whether a container that has not been started may give way to another: its ports were reserved, and nobody has it as his own to share. */
const mayChange = (context: UpContext, service: ServicePlan, plan: ContainerPlan): boolean =>
  hasReserved(plan) && context.plan.services.every((other) => !other.createAfter.includes(service.name));

/** Creates a container, in the place of another where there is one to take over from. */
const create = async (context: UpContext, service: ServicePlan, { plan: planned, action }: Placement, ids: ContainerIds): Promise<PlacedContainer> => {
  const image = imageOf(context.images, service.image);
  const shared = withSharedIds(service, planned, ids);
  const carries = action.kind === 'recreate' && context.options.renewAnonVolumes !== true;
  const open = carries ? { ...shared, body: carryVolumes(shared.body, image.volumes, action.existing) } : shared;
  const plan = await reservePorts(context.runtime, open);
  if (action.kind === 'recreate') await setAside(context, action.existing);
  context.signal.throwIfAborted();
  context.ledger.containers.set(plan.name, undefined);
  context.progress.note('creating', service.name, plan.name);
  const warn = (text: string): void => context.warn({ path: `services.${service.name}`, service: service.name, message: `the engine says of ${plan.name}: ${text}` });
  const id = await createContainer(context.runtime, plan, image.id, ids, context.settleSignal, warn);
  context.ledger.containers.set(plan.name, id);
  context.progress.note('created', service.name, plan.name);
  const again = async (): Promise<PlacedContainer> => {
    await context.runtime.containers.remove(id, { force: true, volumes: true, signal: context.settleSignal });
    return await create(context, service, { plan: planned, action }, ids);
  };
  return { plan, id, running: false, healthy: false, ...(mayChange(context, service, open) ? { again } : {}) };
};

const place = async (context: UpContext, service: ServicePlan, placement: Placement, ids: ContainerIds): Promise<PlacedContainer> => {
  const { plan, action } = placement;
  if (action.kind === 'create' || action.kind === 'recreate') return await create(context, service, placement, ids);
  const { id, statusText, status } = action.existing;
  // One that the engine is starting over and over, or that stood still, has to show that it runs.
  if (status === 'restarting' || status === 'paused') context.started.set(id, 0);
  if (action.kind === 'keep') return { plan, id, running: true, healthy: saysHealthy(statusText) };
  context.signal.throwIfAborted();
  context.ledger.touched.set(id, asFound(action.existing));
  if (action.kind === 'unpause') await context.runtime.containers.unpause(id, { signal: context.settleSignal });
  if (action.kind === 'restart') await context.runtime.containers.stop(id, { signal: context.settleSignal });
  const again = (): Promise<PlacedContainer> => create(context, service, { plan, action: { kind: 'recreate', existing: action.existing } }, ids);
  return { plan, id, running: action.kind === 'unpause', healthy: false, ...(mayChange(context, service, plan) ? { again } : {}) };
};

export const notThere = (service: string, name: string): StartError =>
  new StartError(
    'RESOURCE_MISSING',
    `Service "${service}" shares something with a container of service "${name}", which has none.\n  Bring "${name}" up as well: leave noDeps off, or name it in services.`,
    { service },
  );

/** The first container of a service, as soon as it exists; one that is not part of this `up` must be there. */
const firstOf = async (context: UpContext, service: ServicePlan, name: string): Promise<string> => {
  if (context.gates.has(name)) {
    const id = await abortable(createdGate(context.gates, name).passed, context.signal);
    if (id === '') throw notThere(service.name, name);
    return id;
  }
  const [found] = replicasOf(name, context.existing.containers);
  if (found === undefined) throw notThere(service.name, name);
  return found.id;
};

/** Sees to it that every container of a service exists, as it should be, without starting any. */
export const placeContainers = async (context: UpContext, service: ServicePlan): Promise<readonly PlacedContainer[]> => {
  const { placements, surplus } = context.actions.get(service.name) ?? { placements: [], surplus: [] };
  // A service that is to have no container shares nothing with anybody.
  const sharedWith = placements.length === 0 ? [] : service.createAfter;
  const ids = new Map(await Promise.all(sharedWith.map(async (name) => [name, await firstOf(context, service, name)] as const)));
  context.progress.enter(service.name, 'create');
  await runAll(surplus.map((container) => context.limit(() => setAside(context, container))), context.fail);
  const placed = await runAll(placements.map((placement) => context.limit(() => blamingService(service, place(context, service, placement, ids)))), context.fail);
  context.placed.set(service.name, placed);
  return placed;
};
