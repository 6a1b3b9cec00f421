import { isAbsolute, join } from 'node:path';
import type { Issue, Issues } from './issues.ts';
import type { FileReference } from './read-file.ts';
import { remoteFileProblem } from './remote-file.ts';
import { applyResets } from './reset.ts';
import { mergeService } from './merge.ts';
import { didYouMean, suggestName } from './suggest.ts';
import { asMap, asString, child, cloneTree, isNull, type MapNode, mapNode, setChild, type TreeNode, type TreePath } from './tree.ts';

/** The services of a document, with the `!reset` and `!override` paths that it declares. */
export interface ServiceDocument {
  /** The file, or undefined for an object. */
  readonly file: string | undefined;
  readonly services: MapNode | undefined;
  readonly resets: readonly TreePath[];
}

export interface ExtendsContext {
  readonly issues: Issues;
  /** The directory that `file` is relative to. */
  readonly directory: string;
  /** Reads a file that a service extends from: canonical, with its paths resolved, its own `extends` not yet applied. */
  readonly loadBase: (path: string, from: FileReference) => Promise<ServiceDocument>;
}

/** Replaces every service of a document that extends another one by the merge of both. */
export const applyExtends = async (document: ServiceDocument, context: ExtendsContext): Promise<void> => {
  for (const name of document.services?.entries.keys() ?? []) await extendService(name, document, context, []);
};

interface Link {
  readonly file: string | undefined;
  readonly service: string;
}

/** The service with everything it extends, or undefined where it cannot be had; then the reason was reported. */
const extendService = async (name: string, document: ServiceDocument, context: ExtendsContext, chain: readonly Link[]): Promise<TreeNode | undefined> => {
  const entry = document.services?.entries.get(name);
  const declared = child(entry?.value, 'extends');
  if (entry === undefined || entry.value.kind !== 'map' || declared === undefined || isNull(declared)) return entry?.value;
  const service = entry.value;
  const path = ['services', name, 'extends'];
  const target = asString(declared) ?? asString(child(declared, 'service'));
  service.entries.delete('extends');
  const fail = (issue: Pick<Issue, 'message' | 'suggestion' | 'cycle'>): TreeNode | undefined => {
    context.issues.add({ path, place: declared.place, ...issue });
    setChild(service, 'extends', { kind: 'scalar', value: null, place: declared.place, failed: true });
    return undefined;
  };
  if (target === undefined) return fail({ message: 'expected the name of a service, or a mapping with "service" and "file"' });
  const links = [...chain, { file: document.file, service: name }];
  const file = asString(child(declared, 'file'));
  const remote = remoteFileProblem(file ?? '');
  if (remote !== undefined) return fail({ message: remote });
  const baseDocument = file === undefined ? document : await context.loadBase(absolute(file, context.directory), { path, place: declared.place });
  const cycle = links.findIndex((link) => link.file === baseDocument.file && link.service === target);
  if (cycle >= 0) {
    const members = [...links.slice(cycle).map((link) => link.service), target].join(' -> ');
    return fail({ message: `services extend each other in a cycle: ${members}`, cycle: true });
  }
  if (baseDocument.services?.entries.has(target) !== true) {
    const suggestion = suggestName(target, [...(baseDocument.services?.entries.keys() ?? [])]);
    const where = file === undefined ? '' : ` in ${file}`;
    return fail({ message: `service "${target}" is not defined${where}${didYouMean(suggestion)}`, suggestion });
  }
  // The paths of a base that was loaded start from the same directory, or are absolute.
  const base = await extendService(target, baseDocument, context, links);
  if (base?.kind !== 'map') {
    setChild(service, 'extends', { kind: 'scalar', value: null, place: declared.place, failed: true });
    return undefined;
  }
  const copy = asMap(cloneTree(base)) ?? mapNode();
  applyResets(mapNode([['services', mapNode([[name, copy]])]]), document.resets);
  entry.value = mergeService(copy, service, name, context.issues);
  return entry.value;
};

const absolute = (file: string, directory: string): string => (isAbsolute(file) ? file : join(directory, file));
