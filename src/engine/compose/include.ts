import { dirname, isAbsolute, join } from 'node:path';
import type { Environment } from './environment.ts';
import { loadEnvFiles } from './environment.ts';
import type { Issues } from './issues.ts';
import { mergeResource } from './merge.ts';
import { displayPath, type FileReference, pathKind } from './read-file.ts';
import { remoteFileProblem } from './remote-file.ts';
import { applyResets } from './reset.ts';
import type { Warning } from './resolved.ts';
import { asList, asMap, asString, child, type MapNode, mapNode, setChild, type TreeNode, type TreePath } from './tree.ts';

export interface IncludeContext {
  readonly issues: Issues;
  readonly warnings: Warning[];
  /** The directory that paths in `include` are relative to. */
  readonly directory: string;
  readonly environment: Environment;
  /** The files that led here, to see a cycle. */
  readonly included: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Loads files as a stack of their own, up to the point where names are given. `declared` is what their env files say, `environment` has all. */
  readonly load: (entry: IncludedFiles, environment: Environment, declared: Environment) => Promise<MapNode>;
}

/** The files of one entry of `include`. */
export interface IncludedFiles {
  readonly files: readonly string[];
  /** The directory that their relative paths are resolved against. */
  readonly directory: string;
  readonly from: FileReference;
}

const sections = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Loads what a document includes and merges it below what the document says itself. */
export const applyInclude = async (root: MapNode, resets: readonly TreePath[], context: IncludeContext): Promise<void> => {
  const include = child(root, 'include');
  if (include === undefined) return;
  root.entries.delete('include');
  if (include.kind !== 'list') {
    const isNothing = include.kind === 'scalar' && include.value === null;
    if (!isNothing) context.issues.add({ path: ['include'], place: include.place, message: 'expected a list of files to include' });
    return;
  }
  for (const [index, entry] of include.items.entries()) {
    const imported = await loadEntry(entry, ['include', index], context);
    if (imported !== undefined) for (const section of sections) importSection(imported, root, section, resets, context.issues);
  }
};

const textsOf = (node: TreeNode | undefined): readonly string[] => {
  const text = asString(node);
  if (text !== undefined) return [text];
  return (asList(node)?.items ?? []).flatMap((item) => asString(item) ?? []);
};

const under = (directory: string, path: string): string => (isAbsolute(path) ? path : join(directory, path));

const loadEntry = async (entry: TreeNode, path: TreePath, context: IncludeContext): Promise<MapNode | undefined> => {
  const written = textsOf(entry.kind === 'map' ? child(entry, 'path') : entry);
  const remote = written.flatMap((file) => remoteFileProblem(file) ?? []);
  if (remote.length > 0) {
    for (const message of remote) context.issues.add({ path, place: entry.place, message });
    return undefined;
  }
  const files = written.map((file) => under(context.directory, file));
  const [main] = files;
  if (main === undefined) {
    context.issues.add({ path, place: entry.place, message: 'expected the path of a file, or a mapping with "path"' });
    return undefined;
  }
  const cycle = context.included.indexOf(main);
  if (cycle >= 0) {
    const members = [...context.included.slice(cycle), main].map((file) => displayPath(file)).join(' -> ');
    context.issues.add({ path, place: entry.place, message: `files include each other in a cycle: ${members}`, cycle: true });
    return undefined;
  }
  const declared = asString(child(entry, 'project_directory'));
  const directory = declared === undefined || declared === '' ? dirname(main) : under(context.directory, declared);
  const declaredVariables = await includedVariables(entry, directory, context);
  // The included file's own `.env` fills what the including environment leaves open.
  return context.load({ files, directory, from: { path, place: entry.place } }, new Map([...declaredVariables, ...context.environment]), declaredVariables);
};

/** What the env files of an included file say. */
const includedVariables = async (entry: TreeNode, directory: string, context: IncludeContext): Promise<Environment> => {
  const declared = textsOf(child(entry, 'env_file'));
  const own = join(directory, '.env');
  const implicit = (await pathKind(own)) === 'file' ? [own] : [];
  const files = declared.length === 0 ? implicit : declared.filter((file) => file !== '/dev/null').map((file) => under(context.directory, file));
  return loadEnvFiles(files, context.environment, context, context.signal);
};

const importSection = (imported: MapNode, root: MapNode, section: string, resets: readonly TreePath[], issues: Issues): void => {
  const resources = asMap(child(imported, section));
  if (resources === undefined) return;
  if (asMap(child(root, section)) === undefined) setChild(root, section, mapNode([], resources.place));
  const own = asMap(child(root, section));
  for (const [name, entry] of resources.entries) {
    const conflict = own?.entries.get(name);
    if (conflict === undefined) {
      own?.entries.set(name, entry);
      continue;
    }
    applyResets(mapNode([[section, mapNode([[name, entry.value]])]]), resets);
    conflict.value = mergeResource(entry.value, conflict.value, [section, name], issues);
  }
};

