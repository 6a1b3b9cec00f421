/**
 * Makes a resolved stack one of many: the same file can then be up any number of times on one engine.
 */
import type { Model, NetworkModel, PortModel, ServiceModel, VolumeModel } from '../compose/model.ts';
import { resourceName } from './names.ts';

/** Fixed host ports become free ones, on loopback where the engine is on this machine. */
const isolatePort = ({ published: _published, host_ip: _host, ...port }: PortModel): PortModel => port;

/** A container name becomes an alias on every network of the service: inside the stack the old name still resolves. */
const isolateService = ({ container_name: alias, ...service }: ServiceModel): ServiceModel => ({
  ...service,
  ...(service.ports === undefined ? {} : { ports: service.ports.map(isolatePort) }),
  ...(alias === undefined || service.networks === undefined
    ? {}
    : {
        networks: Object.fromEntries(
          Object.entries(service.networks).map(([key, endpoint]) => [key, { ...endpoint, aliases: [...(endpoint?.aliases ?? []), alias] }]),
        ),
      }),
});

const rename = <R extends NetworkModel | VolumeModel>(resources: Readonly<Record<string, R>> | undefined, project: string): Record<string, R> =>
  Object.fromEntries(
    Object.entries(resources ?? {}).map(([key, resource]) => [key, resource.external === true ? resource : { ...resource, name: resourceName(project, key) }]),
  );

/** Gives the stack a project name of its own without changing anything else that the file says. */
export const renameProject = (model: Model, project: string): Model => {
  const own = <R extends NetworkModel | VolumeModel>(resources: Readonly<Record<string, R>> | undefined): Record<string, R> =>
    Object.fromEntries(
      Object.entries(resources ?? {}).map(([key, resource]) => [
        key,
        resource.name === resourceName(model.name, key) && resource.external !== true ? { ...resource, name: resourceName(project, key) } : resource,
      ]),
    );
  return { ...model, name: project, networks: own(model.networks), volumes: own(model.volumes) };
};

/** Everything in the model that could collide with another stack is made the project's own; external resources stay shared. */
export const isolate = (model: Model, project: string): Model => ({
  ...model,
  name: project,
  services: Object.fromEntries(Object.entries(model.services).map(([name, service]) => [name, isolateService(service)])),
  networks: rename(model.networks, project),
  volumes: rename(model.volumes, project),
});
