import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { PathPatterns } from './path-patterns.ts';
import { asString, child, type MapNode, scalarNode, setChild, type TreeNode } from './tree.ts';

type Resolve = (node: TreeNode, base: string) => TreeNode;

/** Makes the relative paths of a document absolute, or relative to another directory where `base` is relative itself. */
export const resolvePaths = (root: MapNode, base: string): void => {
  visit(root, base, resolvers);
};

const visit = (node: TreeNode, base: string, patterns: PathPatterns<Resolve> | undefined): TreeNode => {
  if (patterns === undefined) return node;
  if (patterns.handler !== undefined) return patterns.handler(node, base);
  if (node.kind === 'map') for (const [key, entry] of node.entries) entry.value = visit(entry.value, base, patterns.below(key));
  if (node.kind === 'list') node.items = node.items.map((item, index) => visit(item, base, patterns.below(index)));
  return node;
};

/** `~` and `~/…` in the user's home directory. */
export const expandHome = (path: string): string => (path.startsWith('~') ? join(homedir(), path.slice(1)) : path);

const absolute = (path: string, base: string): string => {
  const expanded = expandHome(path);
  return expanded === '' || isAbsolute(expanded) ? expanded : join(base, expanded);
};

/** Absolute on Windows: a drive or a UNC path, which an engine elsewhere may understand. */
const isWindowsAbsolute = (path: string): boolean => /^([A-Za-z]:[\\/]|[\\/]{2})/.test(path);

const onText =
  (resolve: (text: string, base: string) => string): Resolve =>
  (node, base) => {
    const text = asString(node);
    return text === undefined ? node : scalarNode(resolve(text, base), node.place);
  };

const hostPath = (path: string, base: string): string => {
  const expanded = expandHome(path);
  return isAbsolute(expanded) || isWindowsAbsolute(expanded) ? expanded : join(base, expanded);
};

const remote = /^(https:\/\/|http:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/;

const buildContext = (context: string, base: string): string =>
  context.includes('://') || context.startsWith('service:') || remote.test(context) ? context : absolute(context, base);

/** A watched path with the first symbolic link in it followed. */
const watchedPath = (path: string, base: string): string => {
  const full = absolute(path, base);
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
