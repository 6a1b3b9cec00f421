import { StartError } from '../../errors.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import { pause } from '../readiness/pause.ts';
import type { ContainerFacts, ContainerSummary } from '../runtime/containers.ts';
import type { PlacedContainer } from './place-containers.ts';
import { exited } from './start-service.ts';
import type { UpContext } from './up-context.ts';

/** What handles need to know of a container. */
export type StackContainer = Pick<ContainerFacts, 'id' | 'name' | 'ports'>;

/**
 * The engine says "running" also of a process that has ended just now. Asked again after this, it answers only when it
 * has taken note of the end; its event may come much later.
 */
const STAYS_UP_MS = 250;
const LOOK_AGAIN_MS = 200;

/** Published ports as an inspection gives them. */
const portsOf = (container: ContainerSummary): StackContainer['ports'] => {
  const ports: Record<string, { hostIp: string; hostPort: number }[]> = {};
  for (const { containerPort, protocol, hostIp, hostPort } of container.ports) {
    const bindings = (ports[`${String(containerPort)}/${protocol}`] ??= []);
    if (hostPort !== undefined) bindings.push({ hostIp: hostIp ?? '', hostPort });
  }
  return ports;
};

export const asStackContainer = (container: ContainerSummary): StackContainer => ({ id: container.id, name: container.name, ports: portsOf(container) });

const removed = (service: string): StartError =>
  new StartError('RESOURCE_MISSING', `The container of service "${service}" was removed while it was waited for.\n  Something else removes containers of this project; keep it away while the stack comes up.`, { service });

/** A container once it runs; one that has ended fails the `up`, one that the engine starts over and over is not there yet. */
const untilRunning = async (context: UpContext, service: ServicePlan, { id }: PlacedContainer): Promise<ContainerFacts> => {
  for (;;) {
    const container = await context.runtime.containers.inspect(id, { signal: context.signal });
    if (container === null) throw removed(service.name);
    const { status } = container.state;
    if (status === 'exited' || status === 'dead') throw await exited(context, service, id, container);
    if (status === 'running' || status === 'paused') return container;
    context.progress.enter(service.name, 'ready');
    await pause(LOOK_AGAIN_MS, context.signal);
  }
};

/** Waits until what has only been started has been up for a moment. */
const letItStay = async (context: UpContext, ids: readonly string[]): Promise<void> => {
  const last = Math.max(0, ...ids.map((id) => context.started.get(id) ?? 0));
  const waitMs = last + STAYS_UP_MS - performance.now();
  if (last > 0 && waitMs > 0) await pause(waitMs, context.signal);
};

/**
 * Sees to it that what was started stays up, and says where the ports of all containers are. What was left as it is was
 * seen in the first listing.
 */
export const confirmRunning = async (context: UpContext, failed: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly StackContainer[]>> => {
  const { started, runtime, signal, progress } = context;
  const listed = new Map(context.existing.containers.map((container) => [container.id, container]));
  const services = context.plan.services.filter(({ name }) => context.placed.has(name));
  await letItStay(context, services.filter(({ name, oneShot }) => !oneShot && !failed.has(name)).flatMap(({ name }) => (context.placed.get(name) ?? []).map(({ id }) => id)));
  const look = async (service: ServicePlan, placed: PlacedContainer): Promise<readonly StackContainer[]> => {
    const seen = listed.get(placed.id);
    if (seen !== undefined && !started.has(placed.id)) return [asStackContainer(seen)];
    if (!service.oneShot && !failed.has(service.name)) {
      const container = await untilRunning(context, service, placed);
      if ((started.get(placed.id) ?? 0) > 0) progress.note('ready', service.name, placed.plan.name);
      return [container];
    }
    const container = await runtime.containers.inspect(placed.id, { signal });
    return container === null ? [] : [container];
  };
  const found = await Promise.all(services.map(async (service) => [service.name, (await Promise.all((context.placed.get(service.name) ?? []).map((placed) => look(service, placed)))).flat()] as const));
  return new Map(found);
};
