import { goText } from './go-text.ts';
import type { Issues } from './issues.ts';
import { PathPatterns } from './path-patterns.ts';
import { isNull, type ListNode, type MapNode, mapNode, scalarNode, type TreeNode, type TreePath } from './tree.ts';

/** Joins what a later file says with what an earlier one said. `later` wins; neither may be used afterwards. */
type Merger = (earlier: TreeNode, later: TreeNode, path: TreePath, issues: Issues, below: PathPatterns<Merger> | undefined) => TreeNode;

/** Merges two documents by Compose's rules. What cannot be merged is reported, and the earlier value stays. */
export const mergeTrees = (earlier: MapNode, later: MapNode, issues: Issues): MapNode =>
  mergeMaps(earlier, later, [], issues, mergers);

/** Merges a service over the service that it extends. */
export const mergeService = (base: TreeNode, service: TreeNode, name: string, issues: Issues): TreeNode =>
  merge(base, service, ['services', name], issues, mergers.below('services')?.below(name));

/** Merges one resource over one of the same name from an included file. */
export const mergeResource = (earlier: TreeNode, later: TreeNode, path: readonly [string, string], issues: Issues): TreeNode =>
  merge(earlier, later, path, issues, mergers.below(path[0])?.below(path[1]));

const merge: Merger = (earlier, later, path, issues, patterns) => {
  if (patterns?.handler !== undefined) return patterns.handler(earlier, later, path, issues, patterns);
  if (isNull(later)) return earlier;
  if (earlier.kind === 'scalar') return later;
  if (earlier.kind === 'map' && later.kind === 'map') return mergeMaps(earlier, later, path, issues, patterns);
  if (earlier.kind === 'list' && later.kind === 'list') return { kind: 'list', items: [...earlier.items, ...later.items], place: later.place };
  const kinds = { map: 'a mapping', list: 'a list', scalar: 'a single value' };
  issues.add({
    path,
    place: later.place,
    message: `cannot override ${kinds[earlier.kind]} with ${kinds[later.kind]}; use the same form as the earlier definition, or "!override" to replace it`,
  });
  return earlier;
};

const mergeMaps = (earlier: MapNode, later: MapNode, path: TreePath, issues: Issues, patterns: PathPatterns<Merger> | undefined): MapNode => {
  for (const [key, entry] of later.entries) {
    const known = earlier.entries.get(key);
    const value = known === undefined ? entry.value : merge(known.value, entry.value, [...path, key], issues, patterns?.below(key));
    earlier.entries.set(key, { value, keyPlace: entry.keyPlace ?? known?.keyPlace });
  }
  return earlier;
};

const replace: Merger = (_earlier, later) => later;

/** Both sides as lists, one after the other; later duplicates of a key win when the list is made unique. */
const appendEntries: Merger = (earlier, later) => ({ kind: 'list', items: [...toEntries(earlier), ...toEntries(later)], place: later.place ?? earlier.place });

const appendNewEntries: Merger = (earlier, later) => {
  const known = toEntries(earlier);
  const texts = new Set(known.map((item) => (item.kind === 'scalar' ? item.value : undefined)));
  const added = toEntries(later).filter((item) => item.kind !== 'scalar' || !texts.has(item.value));
  return { kind: 'list', items: [...known, ...added], place: later.place ?? earlier.place };
};

/** `KEY: value` as `KEY=value`, sorted; lists as they are; one text as a list of it. */
const toEntries = (node: TreeNode): readonly TreeNode[] => {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node] : [];
  const entries: { readonly text: string; readonly node: TreeNode }[] = [];
  for (const [key, { value, keyPlace }] of node.entries) {
    for (const item of value.kind === 'list' ? value.items : [value]) {
      const text = item.kind === 'scalar' && item.value !== null ? `${key}=${goText(item.value)}` : key;
      entries.push({ text, node: scalarNode(text, keyPlace) });
    }
  }
  return entries.sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0)).map((entry) => entry.node);
};

/** A merger that first brings both sides into mapping form. */
const mergeAs =
  (convert: (node: TreeNode) => MapNode): Merger =>
  (earlier, later, path, issues, patterns) =>
    mergeMaps(convert(earlier), convert(later), path, issues, patterns);

const buildAsMap = (node: TreeNode): MapNode =>
  node.kind === 'map' ? node : node.kind === 'scalar' && typeof node.value === 'string' ? mapNode([['context', node]], node.place) : mapNode();

/** A list of names as a mapping from each name to `value`. */
const namesAsMap =
  (value: (name: TreeNode) => TreeNode) =>
  (node: TreeNode): MapNode => {
    if (node.kind === 'map') return node;
    const names = node.kind === 'list' ? node.items : [];
    return mapNode(names.flatMap((name) => (name.kind === 'scalar' ? [[goText(name.value), value(name)] as const] : [])), node.place);
  };

export const startedDependency = (name: TreeNode): MapNode =>
  mapNode([['condition', scalarNode('service_started', name.place)], ['required', scalarNode(true, name.place)]], name.place);

/** Another driver brings its own options; the same or no driver adds to them. */
const mergeLogging: Merger = (earlier, later, path, issues, patterns) => {
  if (earlier.kind !== 'map' || later.kind !== 'map') return isNull(later) ? earlier : later;
  const [one, other] = [driverOf(earlier), driverOf(later)];
  return one === undefined || other === undefined || one === other ? mergeMaps(earlier, later, path, issues, patterns) : later;
};

const driverOf = (logging: MapNode): unknown => {
  const driver = logging.entries.get('driver')?.value;
  return driver?.kind === 'scalar' ? driver.value : undefined;
};

/** Pools are matched by subnet; the rule keeps only earlier pools that a later one names. */
const mergePools: Merger = (earlier, later, path, issues) => {
  if (earlier.kind !== 'list' || later.kind !== 'list') return later;
  const pools: TreeNode[] = [];
  const indexOf = (subnet: unknown): number => pools.findIndex((pool) => pool.kind === 'map' && subnetOf(pool) === subnet);
  // What is no pool is left for the schema to object to.
  pools.push(...later.items.filter((item) => item.kind !== 'map'));
  for (const original of earlier.items) {
    for (const override of later.items) {
      if (original.kind !== 'map' || override.kind !== 'map') continue;
      if (subnetOf(original) !== subnetOf(override) && indexOf(subnetOf(override)) < 0) {
        pools.push(override);
        continue;
      }
      const merged = mergeMaps(original, override, path, issues, undefined);
      const index = indexOf(subnetOf(merged));
      if (index < 0) pools.push(merged);
      else pools[index] = merged;
    }
  }
  const list: ListNode = { kind: 'list', items: pools, place: later.place };
  return list;
};

const subnetOf = (pool: MapNode): unknown => {
  const subnet = pool.entries.get('subnet')?.value;
  return subnet?.kind === 'scalar' ? subnet.value : undefined;
};

export const mappedEnvFile = 'expected a string or a list, found a mapping; write it as an entry of a list: "- path: …"';

const appendEnvFiles: Merger = (earlier, later, path, issues, patterns) => {
  for (const side of [earlier, later]) {
    if (side.kind !== 'map') continue;
    issues.add({ path, place: side.place, message: mappedEnvFile });
    return { kind: 'scalar', value: null, place: side.place, failed: true };
  }
  return appendEntries(earlier, later, path, issues, patterns);
};

const mergers = new PathPatterns<Merger>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': appendEntries,
  'volumes.*.labels': appendEntries,
  'services.*.annotations': appendEntries,
  'services.*.build': mergeAs(buildAsMap),
  'services.*.build.args': appendEntries,
  'services.*.build.additional_contexts': appendEntries,
  'services.*.build.extra_hosts': appendNewEntries,
  'services.*.build.labels': appendEntries,
  'services.*.command': replace,
  'services.*.depends_on': mergeAs(namesAsMap(startedDependency)),
  'services.*.deploy.labels': appendEntries,
  'services.*.dns': appendEntries,
  'services.*.dns_opt': appendEntries,
  'services.*.dns_search': appendEntries,
  'services.*.entrypoint': replace,
  'services.*.env_file': appendEnvFiles,
  'services.*.environment': appendEntries,
  'services.*.extra_hosts': appendNewEntries,
  'services.*.healthcheck.test': replace,
  'services.*.label_file': appendEntries,
  'services.*.labels': appendEntries,
  'services.*.logging': mergeLogging,
  'services.*.models': mergeAs(namesAsMap((name) => scalarNode(null, name.place))),
  'services.*.networks': mergeAs(namesAsMap((name) => scalarNode(null, name.place))),
  'services.*.sysctls': appendEntries,
  'services.*.tmpfs': appendEntries,
  'services.*.ulimits.*': replace,
});
