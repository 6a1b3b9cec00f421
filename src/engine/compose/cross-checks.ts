import type { Issues } from './issues.ts';
import { isAddress } from './ports.ts';
import { describeValue } from './schema/kinds.ts';
import { asList, asMap, asString, child, type MapNode, type TreeNode, type TreePath } from './tree.ts';

/** Checks fields that depend on each other, on the long form of every service and resource, active or not. */
export const crossCheck = (root: MapNode, issues: Issues): void => {
  for (const [name, { value }] of asMap(child(root, 'volumes'))?.entries ?? []) checkExternal(value, ['volumes', name], issues);
  for (const [section, sources] of [['configs', ['file', 'environment', 'content']], ['secrets', ['file', 'environment']]] as const) {
    for (const [name, { value, keyPlace }] of asMap(child(root, section))?.entries ?? []) {
      if (value.kind === 'map') checkSources(value, sources, { path: [section, name], place: keyPlace }, issues);
    }
  }
  for (const [name, { value }] of asMap(child(root, 'services'))?.entries ?? []) {
    if (value.kind === 'map') checkService(value, ['services', name], issues);
  }
};

const checkExternal = (volume: TreeNode, path: TreePath, issues: Issues): void => {
  const external = child(volume, 'external');
  if (volume.kind !== 'map' || external?.kind !== 'scalar' || external.value !== true) return;
  for (const [key, { keyPlace }] of volume.entries) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    issues.add({ path: [...path, key], place: keyPlace, message: `an external volume is only referred to: "${key}" cannot be set; remove it or "external"` });
  }
};

const checkSources = (resource: MapNode, sources: readonly string[], at: Pick<Parameters<Issues['add']>[0], 'path' | 'place'>, issues: Issues): void => {
  const found = sources.filter((source) => resource.entries.has(source));
  const list = sources.map((source) => `"${source}"`).join(', ');
  if (found.length > 1) issues.add({ ...at, message: `only one of ${list} may be set, found ${found.join(' and ')}` });
  if (found.length === 0 && !resource.entries.has('driver') && !resource.entries.has('external')) {
    issues.add({ ...at, message: `one of ${list} must be set, or "external: true"` });
  }
};

const checkService = (service: MapNode, path: TreePath, issues: Issues): void => {
  for (const [index, port] of (asList(child(service, 'ports'))?.items ?? []).entries()) checkPort(port, [...path, 'ports', index], issues);
  for (const [index, mount] of (asList(child(service, 'volumes'))?.items ?? []).entries()) {
    if (asString(child(mount, 'type')) === 'bind' && child(mount, 'source') === undefined) {
      issues.add({ path: [...path, 'volumes', index], place: mount.place, message: 'a bind mount needs a "source"' });
    }
    if (mount.kind === 'map' && child(mount, 'target') === undefined) {
      issues.add({ path: [...path, 'volumes', index], place: mount.place, message: '"target" is missing' });
    }
  }
  for (const [index, device] of (asList(child(service, 'devices'))?.items ?? []).entries()) {
    if (device.kind === 'map' && child(device, 'target') === undefined) {
      issues.add({ path: [...path, 'devices', index], place: device.place, message: '"target" is missing' });
    }
  }
  for (const [index, entry] of (asList(child(service, 'expose'))?.items ?? []).entries()) {
    if (entry.kind === 'scalar' && typeof entry.value !== 'string' && !Number.isInteger(entry.value)) {
      issues.add({ path: [...path, 'expose', index], place: entry.place, message: `expected a port, found ${describeValue(entry)}` });
    }
  }
  for (const [index, watch] of (asList(child(child(service, 'develop'), 'watch'))?.items ?? []).entries()) {
    if (asString(child(watch, 'path')) === '') issues.add({ path: [...path, 'develop', 'watch', index, 'path'], place: watch.place, message: 'must not be empty' });
  }
  const reservations = child(child(child(service, 'deploy'), 'resources'), 'reservations');
  checkDeviceRequests(child(reservations, 'devices'), [...path, 'deploy', 'resources', 'reservations', 'devices'], issues);
  checkDeviceRequests(child(service, 'gpus'), [...path, 'gpus'], issues);
};

const checkPort = (port: TreeNode, path: TreePath, issues: Issues): void => {
  if (port.kind !== 'map') return;
  const ip = child(port, 'host_ip');
  if (ip !== undefined && !isAddress(asString(ip) ?? '')) {
    issues.add({ path: [...path, 'host_ip'], place: ip.place, message: `expected an IP address, found "${asString(ip) ?? ''}"` });
  }
  if (!port.entries.has('target')) issues.add({ path, place: port.place, message: '"target" is missing' });
};

const checkDeviceRequests = (requests: TreeNode | undefined, path: TreePath, issues: Issues): void => {
  for (const [index, request] of (asList(requests)?.items ?? []).entries()) {
    if (child(request, 'count') !== undefined && child(request, 'device_ids') !== undefined) {
      issues.add({ path: [...path, index], place: request.place, message: '"count" and "device_ids" exclude each other; keep one' });
    }
  }
};
