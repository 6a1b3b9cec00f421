import { homedir } from 'node:os';
import { dirname, relative } from 'node:path';
import { canonicalize, applyDefaults } from './canonical.ts';
import { crossCheck } from './cross-checks.ts';
import type { Environment } from './environment.ts';
import { applyExtends, type ServiceDocument } from './extends.ts';
import { applyInclude, type IncludedFiles } from './include.ts';
import { type IncludedValue, recordIncludedValues } from './included-values.ts';
import { interpolateTree } from './interpolate-tree.ts';
import { Issues } from './issues.ts';
import { mergeTrees } from './merge.ts';
import { resolveEnvironmentLists } from './normalize.ts';
import { objectTree } from './object-tree.ts';
import { type PathBase, resolvePaths } from './paths.ts';
import { displayPath, type FileReference, readInput, readText } from './read-file.ts';
import { applyResets } from './reset.ts';
import type { Warning } from './resolved.ts';
import { validateSchema } from './schema/validate.ts';
import type { SourceDocument } from './source.ts';
import { SourceText } from './source-text.ts';
import { asMap, child, type MapNode, mapNode, type TreeNode } from './tree.ts';
import { makeUnique } from './unique.ts';
import { type ParsedDocument, parseYaml } from './yaml-document.ts';

export interface LoadContext {
  readonly issues: Issues;
  readonly warnings: Warning[];
  readonly environment: Environment;
  /** What the env files of included files add to the environment; empty for the main files. */
  readonly declared: Environment;
  /** What only included env files know of the values of configs and secrets, to be filled. */
  readonly includedValues: Map<string, IncludedValue>;
  /** The directory that relative paths are resolved against. */
  readonly directory: string;
  /** What relative paths of these documents are joined to; undefined leaves them as they are written. */
  readonly pathBase: string | undefined;
  /** False keeps the paths of other files relative to the document that names the file. */
  readonly absolutePaths: boolean;
  readonly interpolate: boolean;
  readonly signal: AbortSignal | undefined;
}

/** A document that was read, before anything is done to it. */
export interface RawDocument extends ParsedDocument {
  /** Absolute path of its file, or undefined for an object and for standard input. */
  readonly file: string | undefined;
}

/** Reads the documents of a source, all of each file. What is wrong with the YAML itself is reported. */
export const readDocuments = async (
  sources: readonly SourceDocument[],
  issues: Issues,
  signal: AbortSignal | undefined,
  from?: FileReference,
): Promise<readonly RawDocument[]> => {
  const documents: RawDocument[] = [];
  for (const source of sources) {
    if (source.kind === 'object') documents.push({ root: objectTree(source.spec, issues), resets: [], file: undefined });
    else {
      const file = source.kind === 'file' ? source.path : undefined;
      const text = file === undefined ? await readInput(signal) : await readText(file, 'Compose file', signal, from);
      const name = file === undefined ? 'standard input' : displayPath(file);
      for (const parsed of parseYaml(new SourceText(name, text.replace(/^\uFEFF/, '')), issues)) documents.push({ ...parsed, file });
    }
  }
  return documents;
};

/** Merges documents into one canonical tree with resolved paths, which lacks only what normalisation adds. */
export const loadDocuments = async (documents: readonly RawDocument[], context: LoadContext, included: readonly string[] = []): Promise<MapNode> => {
  let merged = mapNode();
  for (const document of documents) merged = await addDocument(merged, document, context, included);
  context.issues.beginStage();
  applyDefaults(merged);
  crossCheck(merged, context.issues);
  if (context.pathBase !== undefined) resolvePaths(merged, baseOf(context.pathBase, context));
  // Without interpolation Compose still fills in what the env files of an included file say.
  resolveEnvironmentLists(merged, (name) => (context.interpolate ? context.environment : context.declared).get(name));
  recordIncludedValues(merged, context.declared, context.includedValues);
  return merged;
};

const addDocument = async (merged: MapNode, document: RawDocument, context: LoadContext, included: readonly string[]): Promise<MapNode> => {
  const { issues, warnings } = context;
  const root = interpolateDocument(document.root, context);
  if (root === undefined) return merged;
  const chain = document.file === undefined ? included : [...included, document.file];
  await applyInclude(root, document.resets, {
    issues,
    warnings,
    directory: context.directory,
    environment: context.environment,
    included: chain,
    signal: context.signal,
    load: (entry, environment, declared) => loadIncluded(entry, { ...context, declared: new Map([...declared, ...context.declared]), directory: entry.directory, pathBase: otherBase(entry.directory, context), environment }, chain),
  });
  applyResets(merged, document.resets);
  const services = asMap(child(root, 'services'));
  const declared = root.entries.get('services');
  if (declared !== undefined && services === undefined) {
    issues.add({ path: ['services'], place: declared.keyPlace, message: 'expected a mapping of services; leave "services" out, or write "services: {}"' });
    root.entries.delete('services');
  }
  await applyExtends(
    { file: document.file, services, resets: document.resets },
    { issues, directory: context.directory, loadBase: (path, from) => loadBase(path, from, context) },
  );
  const result = mergeTrees(merged, root, issues);
  makeUnique(result);
  issues.beginStage();
  validateSchema(result, issues);
  warnOfVersion(result, document, warnings);
  issues.beginStage();
  const found = context.interpolate ? issues : new Issues({ openForms: true });
  canonicalize(result, found);
  // A short form with a variable in it may have no long form yet; it stays as it is.
  if (found !== issues) issues.addAllButForms(found);
  makeUnique(result);
  return result;
};

const interpolateDocument = (node: TreeNode, context: LoadContext): MapNode | undefined => {
  if (node.kind !== 'map') {
    context.issues.add({ path: [], place: node.place, message: 'the top level must be a mapping with "services"' });
    return undefined;
  }
  const { environment, issues, warnings, interpolate } = context;
  return asMap(interpolateTree(node, { lookup: (name) => environment.get(name), issues, warnings, interpolate }));
};

const loadIncluded = async ({ files, from }: IncludedFiles, context: LoadContext, included: readonly string[]): Promise<MapNode> => {
  const sources = files.map((path) => ({ kind: 'file', path }) as const);
  return loadDocuments(await readDocuments(sources, context.issues, context.signal, from), context, included);
};

/** Reads a file that a service extends from. It is checked where it is used, after the merge. */
const loadBase = async (path: string, from: FileReference, context: LoadContext): Promise<ServiceDocument> => {
  let merged = mapNode();
  let resets: ParsedDocument['resets'] = [];
  for (const document of await readDocuments([{ kind: 'file', path }], context.issues, context.signal, from)) {
    const root = interpolateDocument(document.root, context);
    if (root === undefined) continue;
    applyResets(merged, document.resets);
    merged = mergeTrees(merged, root, context.issues);
    makeUnique(merged);
    canonicalize(merged, context.issues);
    makeUnique(merged);
    resets = document.resets;
  }
  resolvePaths(merged, baseOf(otherBase(dirname(path), context), context));
  return { file: path, services: asMap(child(merged, 'services')), resets };
};

const baseOf = (directory: string, { environment }: LoadContext): PathBase => ({ directory, home: environment.get('HOME') ?? homedir() });

/** What the paths of another file are joined to. */
const otherBase = (directory: string, context: LoadContext): string => (context.absolutePaths ? directory : relative(context.directory, directory));

const warnOfVersion = (merged: MapNode, document: RawDocument, warnings: Warning[]): void => {
  if (!merged.entries.delete('version')) return;
  const where = document.file === undefined ? '' : `${displayPath(document.file)}: `;
  warnings.push({ path: 'version', message: `${where}"version" is obsolete and ignored; remove it` });
};

/** The directory of the first file of a source. */
export const directoryOf = (sources: readonly SourceDocument[]): string | undefined => {
  const first = sources.find((source) => source.kind === 'file');
  return first === undefined ? undefined : dirname(first.path);
};
