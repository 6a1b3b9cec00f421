import { resolve } from 'node:path';
import { parseBoolean } from './cast.ts';
import { EnvFileError } from './env-file.ts';
import { type Environment, parseInto } from './environment.ts';
import type { Issues } from './issues.ts';
import { locate } from './locate.ts';
import type { EnvironmentMap, Model, ServiceModel, StringMap } from './model.ts';
import { type FileKind, pathKind, readText } from './read-file.ts';
import type { Warning } from './resolved.ts';
import { asList, asString, child, type MapNode, type TreeNode, type TreePath } from './tree.ts';

interface FilesContext {
  readonly root: MapNode;
  readonly environment: Environment;
  /** The project directory, for paths that were left relative. */
  readonly directory: string;
  /** False keeps `env_file` as a key. */
  readonly readEnvFiles: boolean;
  readonly issues: Issues;
  readonly warnings: Warning[];
  readonly signal: AbortSignal | undefined;
}

/** Folds the `env_file` and `label_file` of active services into their environment and labels. */
export const foldServiceFiles = async (model: Model, context: FilesContext): Promise<Model> => {
  const services: [string, ServiceModel][] = [];
  for (const [name, service] of Object.entries(model.services)) {
    const environment = await foldEnvironment(name, service, context);
    const labels = await foldLabels(name, service, context);
    const kept = context.readEnvFiles ? {} : keptEnvFiles(name, context);
    services.push([name, { ...service, ...(environment === undefined ? {} : { environment }), ...kept, ...(labels === undefined ? {} : { labels }) }]);
  }
  return { ...model, services: Object.fromEntries(services) };
};

const envFilesOf = (name: string, { root }: FilesContext): readonly TreeNode[] => asList(child(child(child(root, 'services'), name), 'env_file'))?.items ?? [];

const isOptional = (file: TreeNode): boolean => {
  const required = child(file, 'required');
  if (required?.kind !== 'scalar') return false;
  return required.value === false || (typeof required.value === 'string' && parseBoolean(required.value) === false);
};

/** The key as it is printed: what is not said means that the file is required, and has the usual syntax. */
const keptEnvFiles = (name: string, context: FilesContext): object => {
  const files = envFilesOf(name, context).map((file) => {
    const [path, format] = [asString(child(file, 'path')), asString(child(file, 'format'))];
    return { ...(path === undefined ? {} : { path }), ...(isOptional(file) ? { required: false } : {}), ...(format === undefined ? {} : { format }) };
  });
  return files.length === 0 ? {} : { env_file: files };
};

const foldEnvironment = async (name: string, service: ServiceModel, context: FilesContext): Promise<EnvironmentMap | undefined> => {
  const files = context.readEnvFiles ? envFilesOf(name, context) : [];
  const own = Object.entries(service.environment ?? {}).map(([key, value]) => [key, value ?? context.environment.get(key) ?? null] as const);
  if (files.length === 0) return service.environment === undefined ? undefined : Object.fromEntries(own);
  const known = new Map(own.filter((entry): entry is [string, string] => entry[1] !== null));
  const variables = new Map(known);
  const lookup = (key: string): string | undefined => context.environment.get(key) ?? known.get(key) ?? variables.get(key);
  for (const [index, file] of files.entries()) {
    const path = asString(child(file, 'path')) ?? '';
    const at = ['services', name, 'env_file', index];
    const text = await readReferenced(path, { at, optional: isOptional(file), what: 'env file' }, context);
    if (text === undefined) continue;
    const format = asString(child(file, 'format')) ?? '';
    if (format === 'raw') parseRaw(text, variables, at, lookup, context);
    else if (format === '') parseInto(variables, { path, text, at }, lookup, context);
    else context.issues.add({ path: [...at, 'format'], place: locate(context.root, [...at, 'format']).place, message: `unknown format "${format}"; only "raw" is known` });
  }
  const merged = Object.fromEntries([...variables, ...own]);
  return Object.keys(merged).length === 0 ? undefined : merged;
};

const foldLabels = async (name: string, service: ServiceModel, context: FilesContext): Promise<StringMap | undefined> => {
  const files = asList(child(child(child(context.root, 'services'), name), 'label_file'))?.items ?? [];
  if (files.length === 0) return undefined;
  const labels = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const path = asString(file) ?? '';
    const at = ['services', name, 'label_file', index];
    const text = await readReferenced(path, { at, optional: false, what: 'label file' }, context);
    if (text !== undefined) parseInto(labels, { path, text, at }, (key) => labels.get(key), context);
  }
  return Object.fromEntries([...labels, ...Object.entries(service.labels ?? {})]);
};

interface Reference {
  readonly at: TreePath;
  readonly optional: boolean;
  readonly what: FileKind;
}

/** A file that a service names; one that is missing is reported where it is named, unless it is optional. */
const readReferenced = async (written: string, { at, optional, what }: Reference, context: FilesContext): Promise<string | undefined> => {
  const path = resolve(context.directory, written);
  const kind = await pathKind(path);
  if (kind === 'file') return readText(path, what, context.signal);
  if (kind === undefined && optional) return undefined;
  const why = kind === 'directory' ? 'is a directory' : 'does not exist';
  context.issues.add({ path: at, place: locate(context.root, at).place, message: `the ${what} ${path} ${why}; correct the path${what === 'env file' ? ', or set "required: false"' : ''}` });
  return undefined;
};

/** The lines of a file as they are: `KEY=value`, or `KEY` for the value that is known elsewhere. */
const parseRaw = (text: string, variables: Map<string, string>, at: TreePath, lookup: (key: string) => string | undefined, context: FilesContext): void => {
  for (const [index, line] of text.replace(/^\uFEFF/, '').split(/\r?\n/).entries()) {
    const entry = line.trimStart();
    if (entry === '' || entry.startsWith('#')) continue;
    const equals = entry.indexOf('=');
    const key = equals < 0 ? entry : entry.slice(0, equals);
    if (key === '' || /\s/.test(key)) {
      const problem = new EnvFileError(index + 1, `line ${String(index + 1)} of the env file has no valid variable name: "${line}"`);
      context.issues.add({ path: at, place: locate(context.root, at).place, message: problem.message });
      continue;
    }
    const value = equals < 0 ? lookup(key) : entry.slice(equals + 1);
    if (value !== undefined) variables.set(key, value);
  }
};
