import { cleanPath } from './normalize.ts';
import { goText } from './go-text.ts';
import type { Issues } from './issues.ts';
import { mappedEnvFile, startedDependency } from './merge.ts';
import { MountSyntaxError, parseMount } from './mounts.ts';
import { parsePorts, PortSyntaxError } from './ports.ts';
import { describeValue } from './schema/kinds.ts';
import { asList, asMap, asString, child, Float, isNull, listNode, type MapNode, mapNode, scalarNode, setChild, type TreeNode, type TreePath } from './tree.ts';

/** Turns a short form into its long one. What cannot be read is reported and left as it is. */
type Expand = (node: TreeNode, path: TreePath, issues: Issues) => TreeNode;

/** Brings every short form of a document into its long form. */
export const canonicalize = (root: MapNode, issues: Issues): void => {
  for (const [name, { value }] of asMap(child(root, 'services'))?.entries ?? []) {
    if (value.kind === 'map') expandKeys(value, serviceForms, ['services', name], issues);
  }
  for (const section of ['volumes', 'networks', 'secrets', 'configs']) {
    for (const [name, { value }] of asMap(child(root, section))?.entries ?? []) {
      if (value.kind === 'map') expandExternal(value, [section, name], issues);
    }
  }
};

const expandKeys = (map: MapNode, forms: Readonly<Record<string, Expand>>, path: TreePath, issues: Issues): void => {
  for (const [key, entry] of map.entries) {
    const expand = Object.hasOwn(forms, key) ? forms[key] : undefined;
    if (expand !== undefined) entry.value = expand(entry.value, [...path, key], issues);
  }
};

const each =
  (expand: Expand): Expand =>
  (node, path, issues) => {
    if (node.kind === 'list') node.items = node.items.map((item, index) => expand(item, [...path, index], issues));
    return node;
  };

const eachValue =
  (expand: Expand): Expand =>
  (node, path, issues) => {
    if (node.kind === 'map') for (const [key, entry] of node.entries) entry.value = expand(entry.value, [...path, key], issues);
    return node;
  };

const stringToList: Expand = (node) => (asString(node) === undefined ? node : listNode([node], node.place));

const stringToKey =
  (key: string): Expand =>
  (node) =>
    asString(node) === undefined ? node : mapNode([[key, node]], node.place);

const namesToMap =
  (value: (name: TreeNode) => TreeNode): Expand =>
  (node) =>
    node.kind === 'list' ? mapNode(node.items.flatMap((name) => (asString(name) === undefined ? [] : [[asString(name) ?? '', value(name)] as const])), node.place) : node;

const expandBuild: Expand = (node, path, issues) => {
  const build = stringToKey('context')(node, path, issues);
  if (build.kind === 'map') expandKeys(build, buildForms, path, issues);
  return build;
};

const expandKeyValues: Expand = (node, path, issues) => {
  if (node.kind !== 'list') return node;
  const map = mapNode([], node.place);
  for (const [index, item] of node.items.entries()) {
    const text = asString(item) ?? '';
    const equals = text.indexOf('=');
    if (equals < 0) issues.add({ path: [...path, index], place: item.place, message: `expected KEY=value, found "${text}"`, form: true });
    else setChild(map, text.slice(0, equals), scalarNode(text.slice(equals + 1), item.place));
  }
  return map;
};

const expandSsh: Expand = (node, path, issues) => {
  if (node.kind !== 'list') return node;
  const map = mapNode([], node.place);
  for (const [index, item] of node.items.entries()) {
    const text = asString(item) ?? '';
    const equals = text.indexOf('=');
    if (equals < 0 && text !== 'default') issues.add({ path: [...path, index], place: item.place, message: `expected "default" or ID=path, found "${text}"`, form: true });
    setChild(map, equals < 0 ? text : text.slice(0, equals), scalarNode(equals < 0 ? null : text.slice(equals + 1), item.place));
  }
  return map;
};

const expandDependsOn: Expand = (node, path, issues) => {
  const map = namesToMap(startedDependency)(node, path, issues);
  for (const [, { value }] of asMap(map)?.entries ?? []) {
    if (value.kind !== 'map') continue;
    for (const [key, { value: fallback }] of startedDependency(value).entries) if (!value.entries.has(key)) setChild(value, key, fallback);
  }
  return map;
};

const expandEnvFile: Expand = (node, path, issues) => {
  if (node.kind === 'scalar' && node.failed === true) return node;
  if (node.kind === 'map') {
    issues.add({ path, place: node.place, message: mappedEnvFile });
    return { kind: 'scalar', value: null, place: node.place, failed: true };
  }
  const items = node.kind === 'list' ? node.items : [node];
  return listNode(
    items.map((item) => {
      const map = item.kind === 'map' ? item : mapNode([['path', item]], item.place);
      if (!map.entries.has('required')) setChild(map, 'required', scalarNode(true, item.place));
      return map;
    }),
    node.place,
  );
};

const expandPorts: Expand = (node, path, issues) => {
  if (node.kind !== 'list') return node;
  const items = node.items.flatMap((item, index) => {
    if (item.kind !== 'scalar' || item.failed === true) return [item];
    const spec = typeof item.value === 'string' || Number.isInteger(item.value) ? goText(item.value) : undefined;
    if (spec === undefined) {
      issues.add({ path: [...path, index], place: item.place, message: `expected a port, found ${describeValue(item)}` });
      return [item];
    }
    return portsOf(spec, item, [...path, index], issues);
  });
  // Compose leaves all of them as they are written where one is not known yet.
  const isOpen = issues.openForms && items.some((item) => item.kind === 'scalar' && item.failed === true);
  if (!isOpen) node.items = items;
  return node;
};

const portsOf = (spec: string, item: TreeNode, path: TreePath, issues: Issues): readonly TreeNode[] => {
  try {
    return parsePorts(spec).map((port) => {
      const map = mapNode([['mode', scalarNode('ingress', item.place)], ['target', scalarNode(port.target, item.place)]], item.place);
      if (port.hostIp !== undefined) setChild(map, 'host_ip', scalarNode(port.hostIp, item.place));
      if (port.published !== undefined) setChild(map, 'published', scalarNode(port.published, item.place));
      setChild(map, 'protocol', scalarNode(port.protocol, item.place));
      return map;
    });
  } catch (error) {
    if (!(error instanceof PortSyntaxError)) throw error;
    issues.add({ path, place: item.place, message: error.message, form: asString(item) !== undefined });
    return [{ kind: 'scalar', value: spec, place: item.place, failed: true }];
  }
};

const expandMount: Expand = (node, path, issues) => {
  const spec = asString(node);
  if (spec === undefined) return node;
  try {
    return mountOf(spec, node);
  } catch (error) {
    if (!(error instanceof MountSyntaxError)) throw error;
    issues.add({ path, place: node.place, message: error.message });
    return { kind: 'scalar', value: spec, place: node.place, failed: true };
  }
};

const mountOf = (spec: string, node: TreeNode): MapNode => {
  const mount = parseMount(spec);
  const map = mapNode([['type', scalarNode(mount.type, node.place)]], node.place);
  const set = (target: MapNode, key: string, value: string | boolean | undefined): void => {
    if (value !== undefined && value !== false) setChild(target, key, scalarNode(value, node.place));
  };
  set(map, 'source', mount.source);
  set(map, 'target', cleanPath(mount.target));
  set(map, 'read_only', mount.readOnly);
  const hasBind = mount.type === 'bind' || mount.propagation !== undefined || mount.selinux !== undefined;
  const bind = mapNode([], node.place);
  set(bind, 'selinux', mount.selinux);
  set(bind, 'propagation', mount.propagation);
  set(bind, 'create_host_path', mount.type === 'bind');
  if (hasBind) setChild(map, 'bind', bind);
  const volume = mapNode([], node.place);
  set(volume, 'nocopy', mount.nocopy);
  if (mount.nocopy || (mount.type === 'volume' && spec.length > 2)) setChild(map, 'volume', volume);
  return map;
};

const expandDevice: Expand = (node, path, issues) => {
  const spec = asString(node);
  if (spec === undefined) return node;
  const [source = '', target = '', permissions = 'rwm', ...rest] = spec.split(':');
  if (rest.length > 0) {
    issues.add({ path, place: node.place, message: `the device "${spec}" has too many colons; use the long form with source, target and permissions`, form: true });
  }
  return mapNode(Object.entries({ source, target: target || source, permissions }).map(([key, value]) => [key, scalarNode(value, node.place)] as const), node.place);
};

const expandGpus: Expand = (node) =>
  asString(node) === undefined ? node : listNode([mapNode([['count', scalarNode('all', node.place)]], node.place)], node.place);

const textForm: Expand = (node) =>
  node.kind === 'scalar' && node.value !== null && typeof node.value !== 'string' ? scalarNode(goText(node.value), node.place) : node;

const withoutEmpty: Expand = (node, path, issues) => {
  const list = stringToList(node, path, issues);
  if (list.kind === 'list') list.items = list.items.filter((item) => !isNull(item) && asString(item) !== '');
  return list;
};

/** One limit for both bounds, which Compose reads at once, whatever variables are elsewhere. */
const wholeLimit: Expand = (node, path, issues) => {
  if (node.kind === 'scalar' && node.value instanceof Float) issues.add({ path, place: node.place, message: `expected a whole number without a fraction or an exponent, found ${describeValue(node)}` });
  return node;
};

const expandWatch: Expand = each((node, path, issues) => {
  if (node.kind === 'map') expandKeys(node, { ignore: stringToList, include: stringToList }, path, issues);
  return node;
});

const nameOnly = namesToMap((name) => scalarNode(null, name.place));

const buildForms: Readonly<Record<string, Expand>> = {
  secrets: each(stringToKey('source')),
  provenance: textForm,
  sbom: textForm,
  additional_contexts: expandKeyValues,
  ssh: expandSsh,
  ulimits: eachValue(wholeLimit),
};

const serviceForms: Readonly<Record<string, Expand>> = {
  build: expandBuild,
  configs: each(stringToKey('source')),
  depends_on: expandDependsOn,
  devices: each(expandDevice),
  develop: (node, path, issues) => {
    if (node.kind === 'map') expandKeys(node, { watch: expandWatch }, path, issues);
    return node;
  },
  dns: withoutEmpty,
  env_file: expandEnvFile,
  extends: stringToKey('service'),
  gpus: expandGpus,
  label_file: stringToList,
  models: nameOnly,
  networks: nameOnly,
  ports: expandPorts,
  secrets: each(stringToKey('source')),
  ulimits: eachValue(wholeLimit),
  volumes: each(expandMount),
};

/** `external: {name: x}` is an old way to write `external: true` and `name: x`. */
const expandExternal = (resource: MapNode, path: TreePath, issues: Issues): void => {
  const external = child(resource, 'external');
  if (external?.kind !== 'map') return;
  const [name, externalName] = [child(resource, 'name'), child(external, 'name')];
  setChild(resource, 'external', scalarNode(true, external.place));
  if (externalName === undefined) return;
  if (name === undefined) setChild(resource, 'name', externalName);
  else if (asString(name) !== asString(externalName)) {
    issues.add({ path: [...path, 'external', 'name'], place: externalName.place, message: 'conflicts with "name"; keep only "name"' });
  }
};

/** Fills in what every document leaves out, once all files are merged. */
export const applyDefaults = (root: MapNode): void => {
  for (const [, { value: service }] of asMap(child(root, 'services'))?.entries ?? []) {
    defaultKeys(asMap(child(service, 'build')), { context: '.' });
    for (const secret of asList(child(service, 'secrets'))?.items ?? []) {
      defaultKeys(asMap(secret), { target: `/run/secrets/${asString(child(secret, 'source')) ?? ''}` });
    }
    for (const port of asList(child(service, 'ports'))?.items ?? []) defaultKeys(asMap(port), { protocol: 'tcp', mode: 'ingress' });
    const reservations = child(child(child(service, 'deploy'), 'resources'), 'reservations');
    for (const requests of [child(reservations, 'devices'), child(service, 'gpus')]) {
      for (const request of asList(requests)?.items ?? []) {
        if (child(request, 'device_ids') === undefined) defaultKeys(asMap(request), { count: 'all' });
      }
    }
  }
};

const defaultKeys = (map: MapNode | undefined, defaults: Readonly<Record<string, string>>): void => {
  if (map === undefined) return;
  for (const [key, value] of Object.entries(defaults)) if (!map.entries.has(key)) setChild(map, key, scalarNode(value, map.place));
};
