import type { EndpointModel, Model, MountModel, ServiceModel } from '../compose/model.ts';
import type { Warning } from '../compose/resolved.ts';
import { atLeast } from './api-version.ts';
import { networksByPriority } from './network-body.ts';
import { isStringBind } from './storage-body.ts';

type Check = (service: ServiceModel, apiVersion: string, model: Model) => readonly { readonly key: string; readonly message: string }[];

const needs = (key: string, wanted: string, present: (service: ServiceModel) => boolean): Check => (service, apiVersion) =>
  present(service) && !atLeast(apiVersion, wanted) ? [{ key, message: `needs engine API ${wanted}; the engine in use speaks ${apiVersion}, so it has no effect` }] : [];

const ignored = (key: string, why: string, present: (service: ServiceModel, model: Model) => boolean): Check => (service, _apiVersion, model) =>
  present(service, model) ? [{ key, message: `has no effect: ${why}` }] : [];

/** A check of each network that a service is on, or each of its mounts: the key in the warning says which one. */
const needsEach = <T>(parts: (service: ServiceModel) => readonly (readonly [at: string, part: T])[], key: string, wanted: string, present: (part: T) => boolean): Check => (service, apiVersion) =>
  atLeast(apiVersion, wanted)
    ? []
    : parts(service)
        .filter(([, part]) => present(part))
        .map(([at]) => ({ key: `${at}.${key}`, message: `needs engine API ${wanted}; the engine in use speaks ${apiVersion}, so it has no effect` }));

const endpoints = (service: ServiceModel): readonly (readonly [string, EndpointModel | null])[] => Object.entries(service.networks ?? {}).map(([name, endpoint]) => [`networks.${name}`, endpoint]);
const mounts = (service: ServiceModel): readonly (readonly [string, MountModel])[] => (service.volumes ?? []).map((mount, index) => [`volumes[${String(index)}]`, mount]);

/** All networks but the first, whose address is part of the container's own body on every engine. */
const furtherEndpoints = (service: ServiceModel): readonly (readonly [string, EndpointModel | null])[] => {
  const [first] = networksByPriority(service);
  return endpoints(service).filter(([at]) => at !== `networks.${first?.[0] ?? ''}`);
};

/** Mounts that the engine takes only in the object form, which knows neither labels of SELinux nor, below API 1.42, how to create the host's path. */
const objectBinds = (service: ServiceModel): readonly (readonly [string, MountModel])[] => mounts(service).filter(([, mount]) => mount.type === 'bind' && mount.bind !== undefined && !isStringBind(mount));

const selinux: Check = (service) =>
  objectBinds(service)
    .filter(([, { bind }]) => bind?.selinux !== undefined)
    .map(([at]) => ({ key: `${at}.bind.selinux`, message: 'has no effect together with create_host_path: false or recursive: the engine relabels only what it mounts by the short form' }));

/** Configs and secrets that come from a file of the host and ask for an owner or a mode. */
const ownedFiles = (service: ServiceModel, model: Model): boolean =>
  (['configs', 'secrets'] as const).some((kind) =>
    (service[kind] ?? []).some(
      (reference) => model[kind]?.[reference.source]?.file !== undefined && (reference.uid ?? reference.gid ?? reference.mode) !== undefined,
    ),
  );

/** Configs and secrets that only Swarm keeps or makes. */
const swarmFiles = (service: ServiceModel, model: Model): boolean =>
  (['configs', 'secrets'] as const).some((kind) =>
    (service[kind] ?? []).some((reference) => {
      const object = model[kind]?.[reference.source];
      return object?.external === true || (object?.driver ?? object?.template_driver) !== undefined;
    }),
  );

/** Each field whose effect depends on the engine; those that have none on any are the loader's to name. */
const CHECKS: readonly Check[] = [
  needs('annotations', '1.43', (service) => service.annotations !== undefined),
  needsEach(endpoints, 'gw_priority', '1.48', (endpoint) => endpoint?.gw_priority !== undefined),
  needsEach(endpoints, 'interface_name', '1.49', (endpoint) => endpoint?.interface_name !== undefined),
  needsEach(furtherEndpoints, 'mac_address', '1.44', (endpoint) => endpoint?.mac_address !== undefined),
  needsEach(mounts, 'volume.subpath', '1.45', (mount) => mount.volume?.subpath !== undefined),
  needsEach(mounts, 'bind.recursive', '1.44', (mount) => mount.bind?.recursive === 'writable' || mount.bind?.recursive === 'readonly'),
  needsEach(objectBinds, 'bind.create_host_path', '1.42', (mount) => mount.bind?.create_host_path === true),
  selinux,
  needs('healthcheck.start_interval', '1.44', (service) => service.healthcheck?.start_interval !== undefined && service.healthcheck.disable !== true),
  ignored('cpu_count', 'only Windows containers have it; use cpus or cpuset', (service) => service.cpu_count !== undefined),
  ignored('cpu_percent', 'only Windows containers have it; use cpus or cpu_shares', (service) => service.cpu_percent !== undefined),
  ignored('deploy.restart_policy.delay', 'the engine chooses its own pauses between restarts', (service) => service.deploy?.restart_policy?.delay !== undefined),
  ignored('deploy.restart_policy.window', 'the engine decides itself when a restart has succeeded', (service) => service.deploy?.restart_policy?.window !== undefined),
  ignored('deploy.mode', 'only Swarm schedules services', (service) => service.deploy?.mode !== undefined && service.deploy.mode !== 'replicated'),
  ignored('configs, secrets: external, driver, template_driver', 'only Swarm keeps configs and secrets; give a file, content or environment', swarmFiles),
  ignored('pre_start.per_replica', 'each step runs once for the service, beside its first replica', (service) => (service.pre_start ?? []).some((hook) => hook.per_replica === true)),
  (service) => (service.use_api_socket === true ? [{ key: 'use_api_socket', message: "hands the engine's socket to the container, but not the credentials of this user for registries" }] : []),
  ignored('configs, secrets: uid, gid, mode', 'a file of the host is mounted as it is', ownedFiles),
];

const ofService = (name: string, service: ServiceModel, apiVersion: string, model: Model): readonly Warning[] =>
  CHECKS.flatMap((check) => check(service, apiVersion, model)).map(({ key, message }) => ({ path: `services.${name}.${key}`, service: name, message: `${key} ${message}` }));

const ofNetworks = (model: Model, apiVersion: string): readonly Warning[] =>
  Object.entries(model.networks ?? {})
    .filter(([, network]) => network.enable_ipv4 === false && !atLeast(apiVersion, '1.48'))
    .map(([key]) => ({ path: `networks.${key}.enable_ipv4`, message: `enable_ipv4 needs engine API 1.48; the engine in use speaks ${apiVersion}, so the network has IPv4` }));

/** A warning for every field of the model that the engine in use does not honour. */
export const unsupportedFields = (model: Model, apiVersion: string): readonly Warning[] => [
  ...Object.entries(model.services).flatMap(([name, service]) => ofService(name, service, apiVersion, model)),
  ...ofNetworks(model, apiVersion),
];
