import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Alias, type Document, type Node, type Pair, type Scalar as YamlScalar, visit, type YAMLMap } from 'yaml';
import type { Issues } from './issues.ts';
import type { Place, SourceText } from './source-text.ts';
import { type MapEntry, type MapNode, type Scalar, scalarNode, Float, type TreeNode, type TreePath } from './tree.ts';
import { parsePlainScalar } from './yaml-scalar.ts';

/** The most nodes that aliases may add to a document; far above real files, far below a bomb. */
const maximumAliasedNodes = 250_000;

// eslint-disable-next-line no-control-regex -- these are what is looked for
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Compose takes `[a,#` for the begin of a comment, which the library reads but objects to. */
const tolerated = 'Comments must be separated';

/** One YAML document of a file. */
export interface ParsedDocument {
  readonly root: TreeNode;
  /** Paths tagged `!reset` or `!override`: what earlier documents and files say there is dropped before merging. */
  readonly resets: readonly TreePath[];
}

/** Reads every document of a Compose file. What is wrong with the YAML itself is added to `issues`. */
export const parseYaml = (source: SourceText, issues: Issues): readonly ParsedDocument[] => {
  const control = source.text.search(controlCharacter);
  if (control >= 0) {
    const code = source.text.charCodeAt(control).toString(16).padStart(4, '0');
    issues.add({ path: [], place: { source, start: control, end: control + 1 }, message: `not valid YAML: the control character U+${code.toUpperCase()} is not allowed` });
    return [];
  }
  // Scalars are resolved here, not by the library, since Compose reads a mixture of YAML 1.1 and 1.2.
  // Compose reads a next-line character as a line break, which folds to a space; the library reads it as itself.
  const documents = parseAllDocuments(source.text.replaceAll('\u0085', ' '), { schema: 'failsafe', merge: false, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  const parsed: ParsedDocument[] = [];
  for (const document of documents as Document.Parsed[]) {
    const errors = document.errors.filter((error) => !error.message.startsWith(tolerated));
    for (const error of errors) {
      const start = error.message.startsWith('Missing closing') ? (lastQuote(document) ?? error.pos[0]) : error.pos[0];
      issues.add({ path: [], place: { source, start, end: Math.max(start, error.pos[1]) }, message: `not valid YAML: ${error.message}` });
    }
    if (errors.length > 0 || document.contents === null) continue;
    const reader = new DocumentReader(source, issues);
    const root = reader.read(document.contents, []) ?? scalarNode(null);
    parsed.push({ root, resets: reader.resets });
  }
  return parsed;
};

/** Where the last quoted text begins: the library points at the end of the file where a quote does not close. */
const lastQuote = (document: Document.Parsed): number | undefined => {
  let start: number | undefined;
  visit(document, {
    Scalar: (_key, node) => {
      if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') start = node.range?.[0] ?? start;
    },
  });
  return start;
};

class DocumentReader {
  readonly resets: TreePath[] = [];
  readonly #source: SourceText;
  readonly #issues: Issues;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #aliasDepth = 0;
  #aliasedNodes = 0;
  #exceeded = false;

  constructor(source: SourceText, issues: Issues) {
    this.#source = source;
    this.#issues = issues;
  }

  /** The node as a tree, or undefined where `!reset` removes it. */
  read(node: Node, path: TreePath): TreeNode | undefined {
    if (isAlias(node)) return this.#readAlias(node, path);
    if (this.#aliasDepth > 0 && ++this.#aliasedNodes > maximumAliasedNodes) return scalarNode(null);
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined && this.#aliasDepth === 0) this.#anchors.set(anchor, node);
    if (node.tag === '!reset' || node.tag === '!override') this.resets.push(path);
    if (node.tag === '!reset') return undefined;
    this.#open.add(node);
    const tree = this.#readContent(node, path);
    this.#open.delete(node);
    return tree;
  }

  #readContent(node: Node, path: TreePath): TreeNode {
    const place = this.#place(node);
    if (isMap(node)) return this.#readMap(node, path, place);
    if (isSeq(node)) {
      const items = node.items.flatMap((item, index) => this.read(item as Node, [...path, index]) ?? []);
      return { kind: 'list', items, place };
    }
    if (isScalar(node)) return { kind: 'scalar', value: this.#readScalar(node, path, place), place };
    return scalarNode(null, place);
  }

  #readAlias(alias: Alias, path: TreePath): TreeNode | undefined {
    const target = this.#anchors.get(alias.source);
    const problem =
      target === undefined
        ? `unknown anchor "${alias.source}": no "&${alias.source}" stands before this line`
        : this.#open.has(target)
          ? `anchor "${alias.source}" contains itself`
          : undefined;
    if (target === undefined || problem !== undefined) {
      this.#issues.add({ path, place: this.#place(alias), message: problem ?? '' });
      return { kind: 'scalar', value: null, place: this.#place(alias), failed: true };
    }
    this.#aliasDepth += 1;
    const tree = this.read(target, path);
    this.#aliasDepth -= 1;
    if (!this.#exceeded && this.#aliasedNodes > maximumAliasedNodes) {
      this.#exceeded = true;
      this.#issues.add({ path, place: this.#place(alias), message: `aliases expand to more than ${String(maximumAliasedNodes)} nodes; write the values out or split the file` });
    }
    return tree;
  }

  #readMap(map: YAMLMap, path: TreePath, place: Place | undefined): MapNode {
    const entries = new Map<string, MapEntry>();
    const seen = new Map<string, Place | undefined>();
    const merges: MapNode[] = [];
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = this.#readKey(pair.key, path);
      if (key === undefined) continue;
      const keyPlace = this.#place(pair.key);
      const earlier = seen.get(key);
      if (earlier !== undefined) {
        const { line } = this.#source.positionAt(earlier.start);
        this.#issues.add({ path: [...path, key], place: keyPlace, message: `key "${key}" is already defined on line ${String(line)}; remove one of the two` });
        continue;
      }
      seen.set(key, keyPlace);
      if (key === '<<' && isPlain(pair.key)) {
        if (pair.value !== null) merges.push(...this.#readMerge(pair.value, path));
        continue;
      }
      const value = pair.value === null ? scalarNode(null, keyPlace) : this.read(pair.value, [...path, key]);
      if (value !== undefined) entries.set(key, { value, keyPlace });
    }
    // A merge key is shallow, whatever the order: what the map itself says wins, then the first of the merged maps.
    for (const merged of merges) for (const [key, entry] of merged.entries) if (!entries.has(key)) entries.set(key, entry);
    return { kind: 'map', entries, place };
  }

  #readMerge(node: Node, path: TreePath): readonly MapNode[] {
    const target = isAlias(node) ? this.#anchors.get(node.source) : node;
    const candidates = target !== undefined && isSeq(target) ? (target.items as Node[]) : [node];
    return candidates.flatMap((candidate) => {
      const tree = this.read(candidate, path);
      if (tree?.kind === 'map') return [tree];
      if (tree?.kind !== 'scalar' || tree.failed !== true) {
        this.#issues.add({ path, place: this.#place(candidate), message: 'a merge key "<<" takes a mapping or a list of mappings' });
      }
      return [];
    });
  }

  #readKey(key: Node, path: TreePath): string | undefined {
    const target = isAlias(key) ? this.#anchors.get(key.source) : key;
    const value = isScalar(target) ? this.#readScalar(target, path, this.#place(key)) : undefined;
    if (typeof value === 'string') return value;
    const found = isScalar(target) ? String(target.value) : 'a collection';
    const remedy = isScalar(target) && value !== null ? `; quote it: "${found}"` : '';
    this.#issues.add({ path, place: this.#place(key), message: `a key must be a string, found ${found === '' ? 'nothing' : found}${remedy}` });
    return undefined;
  }

  #readScalar(node: YamlScalar, path: TreePath, place: Place | undefined): Scalar {
    const text = node.source ?? String(node.value);
    const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
    // A tag of no known meaning leaves the text as it is, whatever it looks like.
    if (tag === '!!str' || (tag === undefined ? !isPlain(node) : !tag.startsWith('!!'))) return text;
    if (tag === '!!binary') return Buffer.from(text, 'base64').toString('utf8');
    const value = isPlain(node) ? parsePlainScalar(text) : text;
    if (tag === undefined) return value;
    if (tag === '!!float' && (typeof value === 'number' || typeof value === 'bigint')) return new Float(Number(value));
    const fits = typeTags[tag]?.(isPlain(node) ? value : parsePlainScalar(text)) ?? true;
    if (fits) return isPlain(node) ? value : parsePlainScalar(text);
    this.#issues.add({ path, place, message: `"${text}" is not a value of the type ${tag}` });
    return null;
  }

  #place(node: Node): Place | undefined {
    const range = (node as { range?: readonly [number, number, number] | null }).range;
    return range === null || range === undefined ? undefined : { source: this.#source, start: range[0], end: range[1] };
  }
}

const isPlain = (node: Node): boolean => isScalar(node) && (node.type === 'PLAIN' || node.type === undefined);

const typeTags: Readonly<Record<string, (value: Scalar) => boolean>> = {
  '!!null': (value) => value === null,
  '!!bool': (value) => typeof value === 'boolean',
  '!!int': (value) => typeof value === 'bigint' || Number.isInteger(value),
  '!!float': (value) => typeof value === 'number' || value instanceof Float,
  '!!timestamp': (value) => typeof value === 'object' && value !== null && !(value instanceof Float),
};
