import { goText } from './go-text.ts';
import { parseMount, MountSyntaxError } from './mounts.ts';
import { PathPatterns } from './path-patterns.ts';
import { child, type MapNode, type TreeNode } from './tree.ts';

/** What must not repeat in a list; undefined where the entry is of no known form. */
type Identify = (entry: TreeNode) => string | undefined;

/** Drops repeated entries of lists that Compose keeps unique: the later entry takes the place of the earlier one. */
export const makeUnique = (root: MapNode): void => {
  visit(root, identities);
};

const visit = (node: TreeNode, patterns: PathPatterns<Identify> | undefined): void => {
  if (patterns === undefined) return;
  if (node.kind === 'map') for (const [key, entry] of node.entries) visit(entry.value, patterns.below(key));
  if (node.kind !== 'list' || patterns.handler === undefined) return;
  const positions = new Map<string, number>();
  const kept: TreeNode[] = [];
  for (const item of node.items) {
    const identity: string | undefined = patterns.handler(item);
    const position = identity === undefined ? undefined : positions.get(identity);
    if (position !== undefined) kept[position] = item;
    else {
      kept.push(item);
      if (identity !== undefined) positions.set(identity, kept.length - 1);
    }
  }
  node.items = kept;
};

const textOf = (node: TreeNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? goText(node.value) : undefined;

const stringOf = (node: TreeNode): string | undefined => (node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined);

const byKey: Identify = (entry) => stringOf(entry)?.split('=', 1)[0];

const byText: Identify = (entry) => textOf(entry);

const byMountTarget: Identify = (entry) => {
  const spec = stringOf(entry);
  if (spec === undefined) return textOf(child(entry, 'target'));
  try {
    return parseMount(spec).target;
  } catch (error) {
    if (error instanceof MountSyntaxError) return undefined;
    throw error;
  }
};

const byDeviceTarget: Identify = (entry) => {
  const [source, target] = stringOf(entry)?.split(':') ?? [];
  return target ?? source ?? textOf(child(entry, 'target'));
};

const byFileTarget =
  (directory: string): Identify =>
  (entry) => {
    const name = stringOf(entry) ?? textOf(child(entry, 'source'));
    return textOf(child(entry, 'target')) ?? (name === undefined ? undefined : `${directory}/${name}`);
  };

const byPort: Identify = (entry) => {
  if (entry.kind !== 'map') return textOf(entry);
  const published = child(entry, 'published');
  const kind = published?.kind === 'scalar' ? typeof published.value : '';
  const [ip, protocol] = [textOf(child(entry, 'host_ip')) ?? '0.0.0.0', textOf(child(entry, 'protocol')) ?? 'tcp'];
  return `${ip}:${kind}${textOf(published) ?? ''}:${textOf(child(entry, 'target')) ?? ''}/${protocol}`;
};

const byPath: Identify = (entry) => stringOf(entry) ?? textOf(child(entry, 'path'));

const identities = new PathPatterns<Identify>({
  'networks.*.labels': byKey,
  'services.*.annotations': byKey,
  'services.*.build.args': byKey,
  'services.*.build.additional_contexts': byKey,
  'services.*.build.tags': byKey,
  'services.*.build.labels': byKey,
  'services.*.cap_add': byKey,
  'services.*.cap_drop': byKey,
  'services.*.configs': byFileTarget(''),
  'services.*.deploy.labels': byKey,
  'services.*.devices': byDeviceTarget,
  'services.*.dns': byKey,
  'services.*.dns_opt': byKey,
  'services.*.dns_search': byKey,
  'services.*.environment': byKey,
  'services.*.env_file': byPath,
  'services.*.expose': byText,
  'services.*.labels': byKey,
  'services.*.links': byKey,
  'services.*.networks.*.aliases': byKey,
  'services.*.networks.*.link_local_ips': byKey,
  'services.*.ports': byPort,
  'services.*.profiles': byKey,
  'services.*.secrets': byFileTarget('/run/secrets'),
  'services.*.sysctls': byKey,
  'services.*.tmpfs': byKey,
  'services.*.volumes': byMountTarget,
});
