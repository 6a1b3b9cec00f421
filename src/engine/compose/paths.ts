import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { PathPatterns } from './path-patterns.ts';
import { asString, child, type MapNode, scalarNode, setChild, type TreeNode } from './tree.ts';

/** What relative paths start from. */
export interface PathBase {
  readonly directory: string;
  /** What `~` stands for. */
  readonly home: string;
}

type Resolve = (node: TreeNode, base: PathBase) => TreeNode;

/** Resolves the relative paths of a document against a directory, itself absolute or not. */
export const resolvePaths = (root: MapNode, base: PathBase): void => {
  visit(root, base, resolvers);
};

const visit = (node: TreeNode, base: PathBase, patterns: PathPatterns<Resolve> | undefined): TreeNode => {
  if (patterns === undefined) return node;
  if (patterns.handler !== undefined) return patterns.handler(node, base);
  if (node.kind === 'map') for (const [key, entry] of node.entries) entry.value = visit(entry.value, base, patterns.below(key));
  if (node.kind === 'list') node.items = node.items.map((item, index) => visit(item, base, patterns.below(index)));
  return node;
};

const expandHome = (path: string, { home }: PathBase): string => (path.startsWith('~') ? join(home, path.slice(1)) : path);

const absolute = (path: string, base: PathBase): string => {
  const expanded = expandHome(path, base);
  return expanded === '' || isAbsolute(expanded) ? expanded : join(base.directory, expanded);
};

/** Absolute on Windows: a drive or a UNC path, which an engine elsewhere may understand. */
const isWindowsAbsolute = (path: string): boolean => /^([A-Za-z]:[\\/]|[\\/]{2})/.test(path);

const onText =
  (resolve: (text: string, base: PathBase) => string): Resolve =>
  (node, base) => {
    const text = asString(node);
    return text === undefined ? node : scalarNode(resolve(text, base), node.place);
  };

const hostPath = (path: string, base: PathBase): string => {
  const expanded = expandHome(path, base);
  return isAbsolute(expanded) || isWindowsAbsolute(expanded) ? expanded : join(base.directory, expanded);
};

const remote = /^(https:\/\/|http:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/;

const buildContext = (context: string, base: PathBase): string =>
  context.includes('://') || context.startsWith('service:') || remote.test(context) ? context : absolute(context, base);

/** A watched path with the first symbolic link in it followed. */
const watchedPath = (path: string, base: PathBase): string => {
  const full = absolute(path, base);
  if (!isAbsolute(full)) return full;
  const parts = full.split('/').filter((part) => part !== '');
  for (let length = 1; length <= parts.length; length += 1) {
    const prefix = `/${parts.slice(0, length).join('/')}`;
    if (!existsSync(prefix)) break;
    if (lstatSync(prefix).isSymbolicLink()) return full.replace(prefix, realpathSync(prefix));
  }
  return full;
};

const mountSource: Resolve = (node, base) => {
  const source = asString(child(node, 'source'));
  if (node.kind === 'map' && source !== undefined && asString(child(node, 'type')) === 'bind') {
    setChild(node, 'source', scalarNode(hostPath(source, base), child(node, 'source')?.place));
  }
  return node;
};

/** A local volume with the option `o: bind` is a bind mount: its device is a path. */
const volumeDevice: Resolve = (node, base) => {
  const options = child(node, 'driver_opts');
  const device = asString(child(options, 'device'));
  if (options?.kind === 'map' && device !== undefined && asString(child(node, 'driver')) === 'local' && asString(child(options, 'o')) === 'bind') {
    setChild(options, 'device', scalarNode(hostPath(device, base), child(options, 'device')?.place));
  }
  return node;
};

const resolvers = new PathPatterns<Resolve>({
  'services.*.build.context': onText(buildContext),
  'services.*.build.additional_contexts.*': onText(buildContext),
  'services.*.build.ssh.*': onText(hostPath),
  'services.*.env_file.*.path': onText(absolute),
  'services.*.label_file.*': onText(absolute),
  'services.*.extends.file': onText(absolute),
  'services.*.develop.watch.*.path': onText(watchedPath),
  'services.*.volumes.*': mountSource,
  'configs.*.file': onText(hostPath),
  'secrets.*.file': onText(hostPath),
  'volumes.*': volumeDevice,
});
