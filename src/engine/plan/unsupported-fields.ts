import type { Model, ServiceModel } from '../compose/model.ts';
import type { Warning } from '../compose/resolved.ts';
import { atLeast } from './api-version.ts';

type Check = (service: ServiceModel, apiVersion: string, model: Model) => readonly { readonly key: string; readonly message: string }[];

const needs = (key: string, wanted: string, present: (service: ServiceModel) => boolean): Check => (service, apiVersion) =>
  present(service) && !atLeast(apiVersion, wanted) ? [{ key, message: `needs engine API ${wanted}; the engine in use speaks ${apiVersion}, so it has no effect` }] : [];

const ignored = (key: string, why: string, present: (service: ServiceModel, model: Model) => boolean): Check => (service, _apiVersion, model) =>
  present(service, model) ? [{ key, message: `has no effect: ${why}` }] : [];

const endpoints = (service: ServiceModel) => Object.values(service.networks ?? {});
/** Configs and secrets that come from a file of the host and ask for an owner or a mode. */
const ownedFiles = (service: ServiceModel, model: Model): boolean =>
  (['configs', 'secrets'] as const).some((kind) =>
    (service[kind] ?? []).some(
      (reference) => model[kind]?.[reference.source]?.file !== undefined && (reference.uid ?? reference.gid ?? reference.mode) !== undefined,
    ),
  );

/** Dependencies that the loader adds for links and shared namespaces restart by themselves what they must. */
const isImplied = (service: ServiceModel, name: string): boolean =>
  [service.network_mode, service.ipc, service.pid].includes(`service:${name}`) || (service.links ?? []).some((link) => link.split(':')[0] === name);

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
  needs('networks.gw_priority', '1.48', (service) => endpoints(service).some((endpoint) => endpoint?.gw_priority !== undefined)),
  needs('networks.interface_name', '1.49', (service) => endpoints(service).some((endpoint) => endpoint?.interface_name !== undefined)),
  needs('volumes.volume.subpath', '1.45', (service) => (service.volumes ?? []).some((mount) => mount.volume?.subpath !== undefined)),
  needs('volumes.type image', '1.48', (service) => (service.volumes ?? []).some((mount) => mount.type === 'image')),
  ignored('deploy.mode', 'only Swarm schedules services', (service) => service.deploy?.mode !== undefined && service.deploy.mode !== 'replicated'),
  ignored('post_start', 'hooks are not run yet', (service) => service.post_start !== undefined),
  ignored('pre_start', 'hooks are not run yet', (service) => service.pre_start !== undefined),
  ignored('pre_stop', 'hooks are not run yet', (service) => service.pre_stop !== undefined),
  ignored('configs, secrets: external, driver, template_driver', 'only Swarm keeps configs and secrets; give a file, content or environment', swarmFiles),
  ignored('depends_on.restart', 'dependents are not restarted yet', (service) => Object.entries(service.depends_on ?? {}).some(([name, { restart }]) => restart === true && !isImplied(service, name))),
  ignored('use_api_socket', "the engine's socket is not mounted yet", (service) => service.use_api_socket === true),
  ignored('configs, secrets: uid, gid, mode', 'a file of the host is mounted as it is', ownedFiles),
];

/** A warning for every field of the model that the engine in use does not honour. */
export const unsupportedFields = (model: Model, apiVersion: string): readonly Warning[] =>
  Object.entries(model.services).flatMap(([name, service]) =>
    CHECKS.flatMap((check) => check(service, apiVersion, model)).map(({ key, message }) => ({ path: `services.${name}.${key}`, service: name, message: `${key} ${message}` })),
  );
