import { isAbsolute, join, resolve as resolvePath } from 'node:path';
import { SpecError } from '../../errors.ts';
import { checkConsistency } from './consistency.ts';
import { checkCycles } from './cycles.ts';
import { decodeModel } from './decode/model-decoder.ts';
import { discoverFiles } from './discovery.ts';
import { type Environment, environmentOf, type Findings, loadEnvFiles } from './environment.ts';
import { ignoredKeys } from './ignored-keys.ts';
import { type IncludedValue, valuesOf } from './included-values.ts';
import { Issues } from './issues.ts';
import { directoryOf, loadDocuments, type RawDocument, readDocuments } from './load.ts';
import { normalize } from './normalize.ts';
import { applyProfiles, selectServices } from './profiles.ts';
import { plainExtensions } from './plain-extensions.ts';
import { nameProject } from './project-name.ts';
import { displayPath, pathKind } from './read-file.ts';
import { remoteFileProblem } from './remote-file.ts';
import type { ResolvedSpec, Warning } from './resolved.ts';
import { foldServiceFiles } from './service-files.ts';
import { type PartialResolveOptions, readSource, type ResolveOptions, type SourceDocument, type StackSource } from './source.ts';
import type { MapNode } from './tree.ts';

/**
 * Resolves a stack source to its model, as `docker compose config` does, without touching an engine.
 *
 * @throws SpecError with every problem found: `SPEC_INVALID`, `SPEC_CYCLE`, or `SPEC_FILE_UNREADABLE` for a file that cannot be read
 */
export const resolveSpec = async (source: StackSource, options: ResolveOptions = {}): Promise<ResolvedSpec> => {
  const exact = await resolveExactSpec(source, options);
  return { ...exact, model: plainExtensions(exact.model) };
};

/**
 * The same with values of extensions (`x-`) that are more than JavaScript's own: integers beyond 2^53 as bigints, floats
 * without a fraction and points in time as objects. It is for printing.
 *
 * @throws SpecError as {@link resolveSpec} does
 */
export const resolveExactSpec = async (source: StackSource, options: PartialResolveOptions = {}): Promise<ResolvedSpec> => {
  const issues = new Issues();
  const { root, name, settings, environment, includedValues, projectDirectory, files, warnings } = await buildTree(source, options, issues);
  issues.beginStage();
  const model = decodeModel(root, name, issues);

  issues.beginStage();
  const named = settings.services ?? [];
  const active = applyProfiles(model, activeProfiles(settings, environment), named);
  if (settings.checkConsistency !== false) {
    checkConsistency(active.model, new Set(active.disabled), root, issues);
    checkCycles(active.model, root, issues);
  }
  const selected = selectServices(active.model, named, issues);
  const folded = await foldServiceFiles(selected, { root, environment, directory: projectDirectory, readEnvFiles: settings.readEnvFiles !== false, issues, warnings, signal: settings.signal });
  issues.throwIfAny();

  return {
    model: folded,
    projectDirectory,
    files,
    environment: Object.fromEntries(environment),
    includedValues: valuesOf(folded, includedValues),
    profiles: active.profiles.filter((profile) => profile !== ''),
    disabledServices: [...active.disabled, ...Object.keys(active.model.services).filter((service) => !Object.hasOwn(selected.services, service))],
    warnings: [...warnings, ...ignoredKeys(folded)],
  };
};

/** A source as one document: merged, in long forms and with what is implied, but not yet a model. Every service is in it. */
export interface ResolvedTree {
  readonly root: MapNode;
  /** The project's name. */
  readonly name: string;
  readonly warnings: Warning[];
}

/**
 * Resolves a stack source up to the point where values get their types, so that it may hold variables that have none yet.
 *
 * @throws SpecError as {@link resolveSpec} does
 */
export const resolveTree = async (source: StackSource, options: PartialResolveOptions = {}): Promise<ResolvedTree> => {
  const issues = new Issues();
  const tree = await buildTree(source, options, issues);
  issues.throwIfAny();
  return tree;
};

interface BuiltTree extends ResolvedTree {
  readonly settings: PartialResolveOptions;
  readonly environment: Map<string, string>;
  readonly includedValues: ReadonlyMap<string, IncludedValue>;
  readonly projectDirectory: string;
  readonly files: readonly string[];
}

/** Reads, merges and normalises a source. What is wrong is added to `issues`; what makes going on senseless is thrown. */
const buildTree = async (source: StackSource, options: PartialResolveOptions, issues: Issues): Promise<BuiltTree> => {
  const { documents: given, options: ofSource } = readSource(source);
  const settings: PartialResolveOptions = { ...ofSource, ...options };
  const { signal, interpolate = true, resolvePaths = true } = settings;
  const warnings: Warning[] = [];
  const includedValues = new Map<string, IncludedValue>();

  const { sources, projectDirectory, environment } = await locateFiles(given, settings, { issues, warnings });
  const documents = await readDocuments(sources, issues, signal);
  issues.throwIfAny();
  const name = nameProject({ explicit: settings.projectName, environment, documents, projectDirectory, interpolate }, issues);
  issues.throwIfAny();
  environment.set('COMPOSE_PROJECT_NAME', name);

  const root = await loadDocuments(documents, { issues, warnings, environment, declared: new Map(), includedValues, directory: projectDirectory, pathBase: resolvePaths ? projectDirectory : undefined, absolutePaths: resolvePaths, interpolate, signal });
  if (root.entries.size === 0 && issues.count === 0) issues.add({ path: [], place: undefined, message: emptyMessage(sources) });
  if (settings.normalize !== false) normalize(root, name, (variable) => (interpolate ? environment.get(variable) : undefined));
  return { root, name, warnings, settings, environment, includedValues, projectDirectory, files: filesOf(documents, sources) };
};

interface LocatedFiles {
  readonly sources: readonly SourceDocument[];
  readonly projectDirectory: string;
  readonly environment: Map<string, string>;
}

/** Finds the files of a source, the project directory, and the environment with its `.env` files. */
const locateFiles = async (given: readonly SourceDocument[], settings: ResolveOptions, { issues, warnings }: Findings): Promise<LocatedFiles> => {
  const base = settings.projectDirectory === undefined ? undefined : resolvePath(settings.projectDirectory);
  const environment = environmentOf(settings.env ?? process.env);
  const addEnvFiles = async (directory: string): Promise<void> => {
    const listed = listedEnvFiles(settings, environment);
    const files = listed ?? (isDisabled(environment, issues) ? [] : await implicitEnvFile(directory));
    const found: Warning[] = [];
    const declared = await loadEnvFiles(files, environment, { issues, warnings: found }, settings.signal);
    // The same file may be read twice, before the files of the project are known and after.
    warnings.push(...found.filter(({ message }) => !warnings.some((known) => known.message === message)));
    // A `.env` that says that there is to be none still says what Compose itself is to do.
    const isOff = listed === undefined && isDisabled(declared, issues);
    for (const [key, value] of declared) if (!environment.has(key) && (!isOff || key.startsWith('COMPOSE_'))) environment.set(key, value);
  };
  const explicit = await expandDirectories(given);
  await addEnvFiles(base ?? directoryOf(explicit) ?? process.cwd());
  const sources = explicit.length > 0 ? explicit : await findFiles(base ?? process.cwd(), environment);
  const projectDirectory = base ?? directoryOf(sources) ?? process.cwd();
  if (explicit.length === 0) await addEnvFiles(projectDirectory);
  return { sources, projectDirectory, environment };
};

/** Makes paths absolute; a directory stands for the Compose files in it. */
const expandDirectories = async (given: readonly SourceDocument[]): Promise<readonly SourceDocument[]> => {
  const sources: SourceDocument[] = [];
  for (const source of given) {
    if (source.kind !== 'file') {
      sources.push(source);
      continue;
    }
    const problem = remoteFileProblem(source.path);
    if (problem !== undefined) throw new SpecError('SPEC_FILE_UNREADABLE', problem, [{ message: problem, path: '' }]);
    const path = resolvePath(source.path);
    const found = (await pathKind(path)) === 'directory' ? await discoverFiles(path, { parents: false }) : [];
    sources.push(...(found.length === 0 ? [path] : found).map((file) => ({ kind: 'file', path: file }) as const));
  }
  return sources;
};

const findFiles = async (directory: string, environment: Environment): Promise<readonly SourceDocument[]> => {
  const separator = environment.get('COMPOSE_PATH_SEPARATOR') || (process.platform === 'win32' ? ';' : ':');
  const listed = environment.get('COMPOSE_FILE');
  if (listed !== undefined) return await expandDirectories(readSource(listed.split(separator)).documents);
  const paths = await discoverFiles(directory, { parents: true });
  if (paths.length > 0) return paths.map((path) => ({ kind: 'file', path }));
  const message = `no Compose file found: looked for compose.yaml, compose.yml, docker-compose.yml and docker-compose.yaml in ${directory} and above; name a file, or change to its directory`;
  throw new SpecError('SPEC_FILE_UNREADABLE', message, [{ message, path: '' }]);
};

/** Whether env files are switched off. */
const isDisabled = (environment: Environment, issues: Issues): boolean => {
  const value = environment.get('COMPOSE_DISABLE_ENV_FILE') ?? 'false';
  if (!/^(1|t|true|0|f|false)$/i.test(value)) issues.add({ path: [], place: undefined, message: `COMPOSE_DISABLE_ENV_FILE is "${value}"; set it to "true" or "false"` });
  return /^(1|t|true)$/i.test(value);
};

const listedEnvFiles = (settings: ResolveOptions, environment: Environment): readonly string[] | undefined => {
  const listed = settings.envFiles ?? environment.get('COMPOSE_ENV_FILES')?.split(',').filter((file) => file !== '');
  return listed === undefined || listed.length === 0 ? undefined : listed.map((file) => (isAbsolute(file) ? file : resolvePath(file)));
};

const implicitEnvFile = async (directory: string): Promise<readonly string[]> => {
  const implicit = join(directory, '.env');
  return (await pathKind(implicit)) === 'file' ? [implicit] : [];
};

const activeProfiles = (settings: ResolveOptions, environment: Environment): readonly string[] => {
  if (settings.profiles !== undefined && settings.profiles.length > 0) return settings.profiles;
  return (environment.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim());
};

const filesOf = (documents: readonly RawDocument[], sources: readonly SourceDocument[]): readonly string[] => [
  ...new Set([...sources.flatMap((source) => (source.kind === 'file' ? source.path : [])), ...documents.flatMap((document) => document.file ?? [])]),
];

const emptyMessage = (sources: readonly SourceDocument[]): string => {
  const files = sources.flatMap((source) => (source.kind === 'file' ? displayPath(source.path) : []));
  return `${files.length === 0 ? 'the spec' : files.join(', ')} is empty; declare at least one service under "services"`;
};
export type { ResolveOptions } from './source.ts';
