import { createHash } from 'node:crypto';
import type { ServiceModel } from '../compose/model.ts';
import { arrangeFields } from '../compose/printed/arrange.ts';
import type { Printed } from '../compose/printed/printed.ts';
import { serviceShape } from '../compose/printed/shapes.ts';

/** Keys that decide how many containers there are, or when, but not what one container is. */
const IGNORED = new Set(['build', 'pull_policy', 'scale', 'depends_on', 'profiles']);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON as Go writes it when nobody asks for anything else: on one line, and safe inside HTML. */
const compactJson = (value: Printed): string => {
  if (Array.isArray(value)) return `[${(value as readonly Printed[]).map(compactJson).join(',')}]`;
  if (value instanceof Map) return `{${[...(value as ReadonlyMap<string, Printed>)].map(([key, entry]) => `${compactJson(key)}:${compactJson(entry)}`).join(',')}}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
};

const SHARED = /^service:(.+)$/;

/** The service with the containers it shares something with in the place of their services, as far as they are known. */
const withContainers = (service: ServiceModel, containers: ReadonlyMap<string, string>): ServiceModel => {
  const namespace = (mode: string | undefined): string | undefined => {
    const id = containers.get(SHARED.exec(mode ?? '')?.[1] ?? '');
    return id === undefined ? mode : `container:${id}`;
  };
  const source = (entry: string): string => {
    const [name = '', container = ''] = entry.split(':');
    return name === 'container' ? container : (containers.get(name) ?? entry);
  };
  const { network_mode, ipc, pid, volumes_from } = service;
  return {
    ...service,
    ...(network_mode === undefined ? {} : { network_mode: namespace(network_mode) ?? network_mode }),
    ...(ipc === undefined ? {} : { ipc: namespace(ipc) ?? ipc }),
    ...(pid === undefined ? {} : { pid: namespace(pid) ?? pid }),
    ...(volumes_from === undefined ? {} : { volumes_from: volumes_from.map(source) }),
  };
};

/**
 * Says whether two resolved services make the same container: the hash that `docker compose up` writes on a container,
 * so that each of the two leaves alone what the other has made. `containers` has the id of the first container of each
 * service whose namespace or volumes this one shares.
 */
export const serviceHash = (service: ServiceModel, containers: ReadonlyMap<string, string> = new Map()): string => writtenHash(withContainers(service, containers));

/** The same of a service as it is written, which is what `docker compose config --hash` prints. */
export const writtenHash = (service: ServiceModel): string => {
  const { replicas: _replicas, ...deploy } = service.deploy ?? {};
  const relevant = Object.fromEntries(Object.entries(service).filter(([key]) => !IGNORED.has(key)));
  if (service.deploy !== undefined) relevant['deploy'] = deploy;
  return createHash('sha256').update(compactJson(arrangeFields(relevant, serviceShape, 'json'))).digest('hex');
};
