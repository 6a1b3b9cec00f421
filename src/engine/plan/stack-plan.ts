import type { BuildModel, DependencyCondition, Model, NetworkModel, ServiceModel, VolumeModel } from '../compose/model.ts';
import type { ResolvedSpec, Warning } from '../compose/resolved.ts';
import type { NetworkBody, VolumeBody } from '../runtime/bodies.ts';
import { serviceHash } from './config-hash.ts';
import { planContainer, type ContainerPlan } from './container-plan.ts';
import { contentHash } from './content-hash.ts';
import { defined } from './defined.ts';
import { fieldAtFault, resourceFieldAtFault } from './field-at-fault.ts';
import { planBuildSecrets, type BuildSecret } from './file-object.ts';
import { COMPOSE_LABEL, MEMORY_LABEL, ownerLabels, projectLabels, type Keep, type Lifetime, type Owner } from './labels.ts';
import { resourceName } from './names.ts';
import { networkBody } from './network-body.ts';
import { readyProbes, type ReadyProbe } from './ready-probes.ts';
import { refuseFields } from './refused-fields.ts';
import type { SeccompProfiles } from './security-body.ts';
import { unsupportedFields } from './unsupported-fields.ts';

export interface DependencyPlan {
  readonly service: string;
  readonly condition: DependencyCondition;
  readonly required: boolean;
  /** The dependent is started anew when the dependency is. */
  readonly restart: boolean;
}

/** An image that a service needs, and what may be done to get it. */
export interface ImagePlan {
  readonly reference: string;
  readonly service: string;
  readonly pullPolicy: string;
  readonly platform?: string;
  readonly build?: BuildModel;
  /** What the build may mount. */
  readonly secrets?: readonly BuildSecret[];
  /** The reference is ours to choose: named by the content of the build. */
  readonly named: boolean;
}

export interface ServicePlan {
  readonly name: string;
  readonly model: ServiceModel;
  readonly image: ImagePlan;
  /** As many as its scale says, numbered from 1. */
  readonly containers: readonly ContainerPlan[];
  /** A container of any number: what exists keeps the number that it has. */
  readonly containerNumbered: (number: number) => ContainerPlan;
  readonly dependencies: readonly DependencyPlan[];
  /** Services whose container must exist before this one is created: their namespace or volumes are shared. */
  readonly createAfter: readonly string[];
  /** Those of `createAfter` whose namespace is shared, which ends with its container. */
  readonly sharesNamespaceOf: readonly string[];
  /** Someone waits for its successful end, or it says so itself: ending is what it is for. */
  readonly oneShot: boolean;
  /** What it has to show before it is ready, beside its healthcheck. */
  readonly ready: readonly ReadyProbe[];
  /** Who waits for it. */
  readonly dependents: readonly string[];
  /** All who wait for it would do without: its failure is a warning. */
  readonly optional: boolean;
  /** The path of the field that the engine's words are about, as `services.web.cap_add[0]`, where they tell. */
  readonly fieldAtFault: (words: string) => string | undefined;
}

export interface ResourcePlan<Body> {
  readonly key: string;
  readonly name: string;
  readonly external: boolean;
  /** Hash of what it is apart from its labels; with another one it is another resource. */
  readonly definition: string;
  readonly body: Body;
  /** Where it stands in the model, as `networks.back`. */
  readonly path: string;
  /** The services that it is for. */
  readonly usedBy: readonly string[];
  /** The path of the field that the engine's words are about. */
  readonly fieldAtFault: (words: string) => string;
}

/** All that an `up` will do, decided before anything is created. */
export interface StackPlan {
  readonly project: string;
  readonly networks: readonly ResourcePlan<NetworkBody>[];
  readonly volumes: readonly ResourcePlan<VolumeBody>[];
  readonly services: readonly ServicePlan[];
  readonly warnings: readonly Warning[];
}

export interface PlanContext {
  readonly apiVersion: string;
  readonly owner: Owner;
  readonly lifetime: Lifetime;
  /** Absent for what goes with its owner. */
  readonly keep?: Keep;
  readonly nowMs: number;
  /** Where published ports answer: a loopback, or the name of another machine. */
  readonly engineHost: string;
  /** Contents of the seccomp profiles that the stack names by file; without one, the engine gets the path and refuses it. */
  readonly seccompProfiles?: SeccompProfiles;
}

const SHARED = /^service:(.+)$/;

const namespaceServices = (service: ServiceModel): readonly string[] =>
  [service.network_mode, service.ipc, service.pid].map((mode) => SHARED.exec(mode ?? '')?.[1]).filter((name) => name !== undefined);

const sharedServices = (service: ServiceModel): readonly string[] => [
  ...namespaceServices(service),
  ...(service.volumes_from ?? []).filter((source) => !source.startsWith('container:')).map((source) => source.split(':')[0] ?? source),
];

const keysUsedBy = (service: ServiceModel, kind: 'networks' | 'volumes'): readonly string[] =>
  kind === 'networks'
    ? Object.keys(service.networks ?? {})
    : (service.volumes ?? []).filter((mount) => mount.type === 'volume').map((mount) => mount.source ?? '');

const usersOf = (model: Model, kind: 'networks' | 'volumes', key: string): readonly string[] =>
  Object.entries(model.services).filter(([, service]) => keysUsedBy(service, kind).includes(key)).map(([name]) => name);

interface Declared {
  readonly kind: 'networks' | 'volumes';
  readonly key: string;
  readonly resource: NetworkModel | VolumeModel;
  readonly usedBy: readonly string[];
}

const planResource = <Body extends NetworkBody | VolumeBody>({ kind, key, resource, usedBy }: Declared, body: Body): ResourcePlan<Body> => {
  const { Labels: labels, ...rest } = body;
  const definition = contentHash(rest);
  return {
    key,
    name: body.Name,
    external: resource.external === true,
    definition,
    body: { ...body, Labels: { ...labels, [MEMORY_LABEL.definition]: definition } },
    path: `${kind}.${key}`,
    usedBy,
    fieldAtFault: (words) => resourceFieldAtFault(words, kind, key, resource),
  };
};

const planNetworks = (model: Model, labels: Readonly<Record<string, string>>): StackPlan['networks'] =>
  Object.entries(model.networks ?? {}).flatMap(([key, network]) => {
    const usedBy = usersOf(model, 'networks', key);
    const name = network.name ?? resourceName(model.name, key);
    return usedBy.length === 0 ? [] : [planResource({ kind: 'networks', key, resource: network, usedBy }, networkBody(name, network, { ...labels, [COMPOSE_LABEL.network]: key }))];
  });

const planVolumes = (model: Model, labels: Readonly<Record<string, string>>): StackPlan['volumes'] => {
  return Object.entries(model.volumes ?? {}).flatMap(([key, volume]) => {
    const usedBy = usersOf(model, 'volumes', key);
    const body = {
      Name: volume.name ?? resourceName(model.name, key),
      ...defined({ Driver: volume.driver, DriverOpts: volume.driver_opts }),
      Labels: { ...volume.labels, ...labels, [COMPOSE_LABEL.volume]: key },
    };
    return usedBy.length === 0 ? [] : [planResource({ kind: 'volumes', key, resource: volume, usedBy }, body)];
  });
};

const planImage = ({ model, environment, includedValues = {}, projectDirectory }: ResolvedSpec, name: string, service: ServiceModel): ImagePlan => ({
  reference: service.image ?? `${model.name}-${name}`,
  service: name,
  pullPolicy: service.pull_policy ?? 'missing',
  named: service.image === undefined,
  ...defined({ platform: service.platform, build: service.build, secrets: service.build?.secrets && planBuildSecrets(model, service.build.secrets, { environment, includedValues }, projectDirectory) }),
});

const replicas = (service: ServiceModel): number => service.scale ?? service.deploy?.replicas ?? 1;

const planService = (spec: ResolvedSpec, context: PlanContext, labels: Readonly<Record<string, string>>, name: string, service: ServiceModel): ServicePlan => {
  const { model } = spec;
  const image = planImage(spec, name, service);
  const hash = serviceHash(service);
  const container = { model, image: image.reference, hash, labels, apiVersion: context.apiVersion, engineHost: context.engineHost, environment: spec.environment, includedValues: spec.includedValues ?? {}, directory: spec.projectDirectory, seccompProfiles: context.seccompProfiles ?? new Map() };
  const dependents = Object.entries(model.services).filter(([, other]) => other.depends_on?.[name] !== undefined);
  const ready = readyProbes(name, service);
  const containerNumbered = (number: number): ContainerPlan => planContainer(container, name, service, number);
  return {
    name,
    model: service,
    image,
    containers: Array.from({ length: replicas(service) }, (_, index) => containerNumbered(index + 1)),
    containerNumbered,
    // A dependency that is not part of the stack (its profile is off, it is provided elsewhere) is not waited for.
    dependencies: Object.entries(service.depends_on ?? {})
      .filter(([dependency]) => model.services[dependency] !== undefined)
      .map(([dependency, { condition, required, restart = false }]) => ({ service: dependency, condition, required, restart })),
    createAfter: sharedServices(service),
    sharesNamespaceOf: namespaceServices(service),
    oneShot: dependents.some(([, other]) => other.depends_on?.[name]?.condition === 'service_completed_successfully') || ready.some(({ kind }) => kind === 'exit'),
    ready,
    dependents: dependents.map(([dependent]) => dependent),
    optional: dependents.length > 0 && dependents.every(([, other]) => other.depends_on?.[name]?.required === false),
    fieldAtFault: (words) => fieldAtFault(words, { model, service: name, directory: spec.projectDirectory }),
  };
};

/**
 * Decides everything that an `up` of the resolved spec does on an engine of the given version.
 *
 * @throws SpecError for fields that the engine would refuse, or would take without any effect
 */
export const planStack = (spec: ResolvedSpec, context: PlanContext): StackPlan => {
  const { model } = spec;
  refuseFields(spec, context.apiVersion);
  const labels = { ...projectLabels(model.name), ...ownerLabels(context.owner, context.lifetime, context.nowMs, context.keep) };
  const containerLabels = {
    ...labels,
    [COMPOSE_LABEL.workingDirectory]: spec.projectDirectory,
    [COMPOSE_LABEL.configFiles]: spec.files.join(','),
  };
  return {
    project: model.name,
    networks: planNetworks(model, labels),
    volumes: planVolumes(model, labels),
    services: Object.entries(model.services)
      .filter(([, service]) => service.provider === undefined)
      .map(([name, service]) => planService(spec, context, containerLabels, name, service)),
    warnings: [...spec.warnings, ...unsupportedFields(model, context.apiVersion)],
  };
};
