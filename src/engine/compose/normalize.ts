import { posix } from 'node:path';
import { goText } from './go-text.ts';
import type { Lookup } from './interpolate.ts';
import { asList, asMap, asString, child, isNull, listNode, type MapNode, mapNode, scalarNode, setChild, type TreeNode } from './tree.ts';

/** Adds what a document implies: the default network, dependencies that other keys bring, names of resources, values from the environment. */
export const normalize = (root: MapNode, projectName: string, lookup: Lookup): void => {
  const services = asMap(child(root, 'services'))?.entries ?? new Map<string, { value: TreeNode }>();
  for (const { value } of services.values()) if (value.kind === 'map') normalizeService(value, lookup);
  // Every service is attached before any is asked: `some` alone would stop at the first.
  const onDefault = [...services.values()].map(({ value }) => attachDefaultNetwork(value));
  if (onDefault.includes(true)) {
    if (asMap(child(root, 'networks')) === undefined) setChild(root, 'networks', mapNode());
    const networks = asMap(child(root, 'networks'));
    if (networks !== undefined && !networks.entries.has('default')) setChild(networks, 'default', scalarNode(null));
  }
  for (const section of ['networks', 'volumes', 'configs', 'secrets']) nameResources(asMap(child(root, section)), projectName);
};

/** Values for environment entries without one, where a list gives them; each file sees its own environment. */
export const resolveEnvironmentLists = (root: MapNode, lookup: Lookup): void => {
  for (const { value: service } of asMap(child(root, 'services'))?.entries.values() ?? []) {
    const environment = asList(child(service, 'environment'));
    if (environment !== undefined) environment.items = environment.items.map((item) => withValue(item, lookup) ?? item);
  }
};

const withValue = (item: TreeNode, lookup: Lookup): TreeNode | undefined => {
  const key = asString(item);
  const value = key === undefined || key.includes('=') ? undefined : lookup(key);
  return value === undefined ? undefined : scalarNode(`${key ?? ''}=${value}`, item.place);
};

/** Whether the service is on the default network; one that names none is put there. */
const attachDefaultNetwork = (service: TreeNode): boolean => {
  if (service.kind !== 'map' || service.entries.has('provider') || service.entries.has('network_mode')) return false;
  const networks = asMap(child(service, 'networks'));
  if (networks === undefined || networks.entries.size === 0) {
    setChild(service, 'networks', mapNode([['default', scalarNode(null)]]));
    return true;
  }
  return networks.entries.has('default');
};

const normalizeService = (service: MapNode, lookup: Lookup): void => {
  if (asString(child(service, 'pull_policy')) === 'if_not_present') setChild(service, 'pull_policy', scalarNode('missing'));
  const build = asMap(child(service, 'build'));
  if (build !== undefined) {
    if (!build.entries.has('dockerfile') && !build.entries.has('dockerfile_inline')) setChild(build, 'dockerfile', scalarNode('Dockerfile', build.place));
    resolveValues(build, 'args', lookup, false);
  }
  resolveValues(service, 'environment', lookup, true);
  for (const mount of asList(child(service, 'volumes'))?.items ?? []) {
    const target = child(mount, 'target');
    const text = asString(target);
    if (mount.kind === 'map' && text !== undefined) setChild(mount, 'target', scalarNode(cleanPath(text), target?.place));
  }
  addImpliedDependencies(service);
  const image = child(service, 'image');
  for (const hook of asList(child(service, 'pre_start'))?.items ?? []) {
    if (hook.kind === 'map' && image !== undefined && asString(image) !== '' && !hook.entries.has('image')) setChild(hook, 'image', image);
  }
};

/** A path as Go's `path.Clean` leaves it. */
export const cleanPath = (path: string): string => posix.normalize(path).replace(/(.)\/$/, '$1');

const resolveValues = (map: MapNode, key: string, lookup: Lookup, keepUnset: boolean): void => {
  const values = child(map, key);
  if (values?.kind === 'list') {
    const items = values.items.flatMap((item) => {
      const resolved = withValue(item, lookup);
      return resolved ?? (keepUnset || (asString(item) ?? '=').includes('=') ? item : []);
    });
    setChild(map, key, listNode(items, values.place));
  }
  if (values?.kind !== 'map') return;
  for (const [name, entry] of values.entries) {
    if (!isNull(entry.value)) continue;
    const value = lookup(name);
    if (value !== undefined) entry.value = scalarNode(value, entry.keyPlace);
    else if (!keepUnset) values.entries.delete(name);
  }
};

/** `links`, shared namespaces and `volumes_from` make a service wait for another; an explicit dependency stays as it is. */
const addImpliedDependencies = (service: MapNode): void => {
  const dependsOn = asMap(child(service, 'depends_on')) ?? mapNode();
  const imply = (name: string, by: TreeNode, restart: boolean): void => {
    if (dependsOn.entries.has(name)) return;
    const entries = Object.entries({ condition: 'service_started', restart, required: true });
    setChild(dependsOn, name, mapNode(entries.map(([key, value]) => [key, scalarNode(value, by.place)] as const), by.place));
  };
  for (const link of asList(child(service, 'links'))?.items ?? []) {
    const parts = (asString(link) ?? '').split(':');
    imply(parts.length === 2 ? (parts[0] ?? '') : parts.join(':'), link, true);
  }
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const value = child(service, key);
    const text = asString(value);
    if (value !== undefined && text?.startsWith('service:') === true) imply(text.slice('service:'.length), value, true);
  }
  for (const source of asList(child(service, 'volumes_from'))?.items ?? []) {
    const text = asString(source) ?? '';
    if (!text.startsWith('container:')) imply(text.split(':', 1)[0] ?? '', source, false);
  }
  if (dependsOn.entries.size > 0) setChild(service, 'depends_on', dependsOn);
};

const nameResources = (resources: MapNode | undefined, projectName: string): void => {
  for (const [key, entry] of resources?.entries ?? []) {
    const resource = asMap(entry.value) ?? mapNode([], entry.value.place);
    entry.value = resource;
    const name = child(resource, 'name');
    if (name !== undefined && !isNull(name)) continue;
    const external = child(resource, 'external');
    const isExternal = external?.kind === 'scalar' && /^(true|1|t)$/i.test(goText(external.value));
    setChild(resource, 'name', scalarNode(isExternal ? key : `${projectName}_${key}`, resource.place));
  }
};
