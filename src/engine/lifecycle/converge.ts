import { serviceHash } from '../plan/config-hash.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import { isOneOff, numberOf } from './project-containers.ts';

/** What an `up` does with one container. */
type Action =
  | { readonly kind: 'create' }
  | { readonly kind: 'keep' | 'start' | 'unpause' | 'restart' | 'recreate'; readonly existing: ContainerSummary };

export interface Placement {
  /** With the hash that it has beside what it shares and is kept. */
  readonly plan: ContainerPlan;
  readonly action: Action;
}

/** What an `up` does with one service. */
export interface ServiceActions {
  /** Lowest number first. */
  readonly placements: readonly Placement[];
  /** Replicas that are too many. */
  readonly surplus: readonly ContainerSummary[];
}

export interface Existing {
  readonly containers: readonly ContainerSummary[];
  /** Id of the image of each service. */
  readonly imageIds: ReadonlyMap<string, string>;
  /** Networks that have to be made anew because their definition changed. */
  readonly changedNetworks: ReadonlySet<string>;
}

/** `forced` services are recreated though they match; with `noRecreate` nothing is, though it does not. */
export interface ConvergeOptions {
  readonly forced: (service: string) => boolean;
  readonly noRecreate: boolean;
}

const networksOf = (plan: ContainerPlan): readonly string[] => [
  ...Object.keys(plan.body.NetworkingConfig?.EndpointsConfig ?? {}),
  ...plan.furtherEndpoints.map(({ network }) => network),
];

/** Whether a container has the networks and named volumes of its plan: what a name stands for may have changed. */
const usesPlanned = (plan: ContainerPlan, existing: ContainerSummary): boolean => {
  const volumes = (plan.body.HostConfig?.Mounts ?? []).flatMap((mount) => (mount.Type === 'volume' && mount.Source !== undefined ? [mount.Source] : []));
  const mounted = new Set(existing.mounts.map(({ name }) => name));
  return networksOf(plan).every((network) => existing.networks.includes(network)) && volumes.every((volume) => mounted.has(volume));
};

/** The containers of a service, without one-off ones, lowest number first. */
export const replicasOf = (service: string, containers: readonly ContainerSummary[]): readonly ContainerSummary[] =>
  containers
    .filter((container) => container.labels[COMPOSE_LABEL.service] === service && !isOneOff(container) && container.status !== 'removing')
    .sort((a, b) => numberOf(a) - numberOf(b));

/** What has happened to a service by the time that those depending on it are decided. */
type Fate = 'new' | 'restarted' | 'started' | 'kept';

interface Decision {
  readonly service: ServicePlan;
  readonly existing: Existing;
  readonly options: ConvergeOptions;
  /** Ids of the kept containers that this one shares something with. */
  readonly shared: ReadonlyMap<string, string>;
  /** Something that it shares has another container now. */
  readonly orphaned: boolean;
  /** Something it depends on begins anew, so it has to as well. */
  readonly restarts: boolean;
}

/** The plan with the hash that names what it shares: with another container to share from it is another one. */
export const withSharedIds = (service: ServicePlan, plan: ContainerPlan, shared: ReadonlyMap<string, string>): ContainerPlan => {
  if (shared.size === 0) return plan;
  const hash = serviceHash(service.model, shared);
  return { ...plan, hash, body: { ...plan.body, Labels: { ...plan.body.Labels, [COMPOSE_LABEL.configHash]: hash } } };
};

const actionFor = (decision: Decision, plan: ContainerPlan, found: ContainerSummary): Action => {
  const { service, existing, options } = decision;
  const matches =
    found.labels[COMPOSE_LABEL.configHash] === plan.hash &&
    found.imageId === existing.imageIds.get(service.name) &&
    usesPlanned(plan, found) &&
    !networksOf(plan).some((network) => existing.changedNetworks.has(network));
  // A container that the engine failed to remove, or whose namespaces are gone, cannot be started again.
  if (found.status === 'dead' || decision.orphaned) return { kind: 'recreate', existing: found };
  if (!options.noRecreate && (options.forced(service.name) || !matches)) return { kind: 'recreate', existing: found };
  if (found.status === 'paused') return { kind: 'unpause', existing: found };
  if (found.status !== 'running' && found.status !== 'restarting') return { kind: 'start', existing: found };
  return { kind: decision.restarts ? 'restart' : 'keep', existing: found };
};

const decideService = (decision: Decision): ServiceActions => {
  const { service, existing } = decision;
  const decided = replicasOf(service.name, existing.containers).map((found): Placement & { readonly found: ContainerSummary } => {
    const plan = withSharedIds(service, service.containerNumbered(numberOf(found)), decision.shared);
    return { plan, found, action: actionFor(decision, plan, found) };
  });
  const scale = service.containers.length;
  // What has to be made anew goes first, then the highest number.
  const byWorth = [...decided].sort((a, b) => Number(a.action.kind === 'recreate') - Number(b.action.kind === 'recreate') || a.plan.number - b.plan.number);
  const kept = byWorth.slice(0, scale).sort((a, b) => a.plan.number - b.plan.number);
  const highest = Math.max(0, ...decided.map(({ plan }) => plan.number));
  const added = Array.from({ length: scale - kept.length }, (_, index): Placement => ({
    plan: withSharedIds(service, service.containerNumbered(highest + 1 + index), decision.shared),
    action: { kind: 'create' },
  }));
  return { placements: [...kept.map(({ plan, action }) => ({ plan, action })), ...added], surplus: byWorth.slice(scale).map(({ found }) => found) };
};

const fateOf = ({ placements }: ServiceActions): Fate => {
  const kinds = new Set(placements.map(({ action }) => action.kind));
  // One replica more changes nothing for who depends on the others.
  if (kinds.has('recreate') || (kinds.has('create') && kinds.size === 1)) return 'new';
  if (kinds.has('restart')) return 'restarted';
  return kinds.has('start') ? 'started' : 'kept';
};

/**
 * Decides what an `up` does with every container: keeps what matches, starts what is stopped, makes anew what changed or
 * shares something with what is made anew, restarts what asked to be restarted with its dependency, and gives each
 * service as many containers as its scale says.
 */
export const converge = (services: readonly ServicePlan[], existing: Existing, options: ConvergeOptions): ReadonlyMap<string, ServiceActions> => {
  const decided = new Map<string, ServiceActions>();
  const byName = new Map(services.map((service) => [service.name, service]));
  const decide = (service: ServicePlan): ServiceActions => {
    const known = decided.get(service.name);
    if (known !== undefined) return known;
    const fate = (name: string): Fate => {
      const other = byName.get(name);
      return other === undefined ? 'kept' : fateOf(decide(other));
    };
    const idOf = (name: string): readonly (readonly [string, string])[] => {
      const other = byName.get(name);
      const action = other === undefined ? undefined : decide(other).placements[0]?.action;
      const first = action === undefined ? replicasOf(name, existing.containers)[0] : action.kind === 'create' ? undefined : action.existing;
      return first === undefined ? [] : [[name, first.id]];
    };
    const actions = decideService({
      service,
      existing,
      options,
      shared: new Map(service.createAfter.flatMap(idOf)),
      orphaned: service.createAfter.some((name) => {
        const other = byName.get(name);
        return other !== undefined && ['create', 'recreate'].includes(decide(other).placements[0]?.action.kind ?? '');
      }),
      restarts:
        service.dependencies.some((dependency) => dependency.restart && ['new', 'restarted'].includes(fate(dependency.service))) ||
        // The namespaces of a stopped container are gone: who shared them is started with it.
        service.sharesNamespaceOf.some((name) => fate(name) !== 'kept'),
    });
    decided.set(service.name, actions);
    return actions;
  };
  for (const service of services) decide(service);
  return decided;
};

/** Containers of the project whose service the stack does not have, apart from one-off ones and services that are left out. */
export const findOrphans = (services: readonly string[], leftOut: readonly string[], existing: readonly ContainerSummary[]): readonly ContainerSummary[] => {
  const known = new Set([...services, ...leftOut]);
  return existing.filter((container) => !isOneOff(container) && !known.has(container.labels[COMPOSE_LABEL.service] ?? ''));
};
