import type { Issues } from './issues.ts';
import type { Place, SourceText } from './source-text.ts';
import { type MapEntry, type MapNode, type Scalar, scalarNode, Float, type TreeNode, type TreePath } from './tree.ts';
import { aliasTargets, type AnchoredNode } from './yaml/alias-targets.ts';
import { parseYamlText } from './yaml/parser.ts';
import { deepestNesting, type YamlAlias, type YamlMap, type YamlNode, type YamlScalar, YamlSyntaxError } from './yaml/yaml-node.ts';
import { parsePlainScalar } from './yaml-scalar.ts';

/** The most nodes that aliases may add to a document; far above real files, far below a bomb. */
const maximumAliasedNodes = 250_000;

// eslint-disable-next-line no-control-regex -- these are what is looked for
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

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
  const documents = syntaxOf(source, issues);
  const targets = aliasTargets(documents);
  return documents.map((document) => {
    const reader = new DocumentReader(source, issues, targets);
    const root = reader.read(document, []) ?? scalarNode(null);
    return { root, resets: reader.resets };
  });
};

const syntaxOf = (source: SourceText, issues: Issues): readonly YamlNode[] => {
  try {
    return parseYamlText(source.text);
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    const { start, end } = error;
    issues.add({ path: [], place: { source, start, end }, message: `not valid YAML: ${error.message}` });
    return [];
  }
};

class DocumentReader {
  readonly resets: TreePath[] = [];
  readonly #source: SourceText;
  readonly #issues: Issues;
  readonly #targets: ReadonlyMap<YamlAlias, AnchoredNode>;
  /** What is being read, from the top of the document down. */
  readonly #open = new Set<YamlNode>();
  #aliasDepth = 0;
  #aliasedNodes = 0;
  #exceeded = false;

  constructor(source: SourceText, issues: Issues, targets: ReadonlyMap<YamlAlias, AnchoredNode>) {
    this.#source = source;
    this.#issues = issues;
    this.#targets = targets;
  }

  /** The node as a tree, or undefined where `!reset` removes it. */
  read(node: YamlNode, path: TreePath): TreeNode | undefined {
    if (node.kind === 'alias') return this.#readAlias(node, path);
    if (this.#aliasDepth > 0 && ++this.#aliasedNodes > maximumAliasedNodes) return scalarNode(null);
    if (node.tag === '!reset' || node.tag === '!override') this.resets.push(path);
    if (node.tag === '!reset') return undefined;
    this.#open.add(node);
    const tree = this.#readContent(node, path);
    this.#open.delete(node);
    return tree;
  }

  #readContent(node: AnchoredNode, path: TreePath): TreeNode {
    const place = this.#place(node);
    if (node.kind === 'map') return this.#readMap(node, path, place);
    if (node.kind === 'scalar') return { kind: 'scalar', value: this.#readScalar(node, path, place), place };
    return { kind: 'list', items: node.items.flatMap((item, index) => this.read(item, [...path, index]) ?? []), place };
  }

  #readAlias(alias: YamlAlias, path: TreePath): TreeNode | undefined {
    const target = this.#targets.get(alias);
    if (target === undefined) return this.#failedAlias(alias, path, `unknown anchor "${alias.name}": no "&${alias.name}" stands before this line`);
    if (this.#open.has(target)) return this.#failedAlias(alias, path, `anchor "${alias.name}" contains itself`);
    if (this.#open.size > deepestNesting) return this.#failedAlias(alias, path, `aliases nest more than ${String(deepestNesting)} levels deep; write the values out`);
    this.#aliasDepth += 1;
    const tree = this.read(target, path);
    this.#aliasDepth -= 1;
    if (!this.#exceeded && this.#aliasedNodes > maximumAliasedNodes) {
      this.#exceeded = true;
      this.#issues.add({ path, place: this.#place(alias), message: `aliases expand to more than ${String(maximumAliasedNodes)} nodes; write the values out or split the file` });
    }
    return tree;
  }

  #failedAlias(alias: YamlAlias, path: TreePath, message: string): TreeNode {
    const place = this.#place(alias);
    if (this.#aliasDepth > 0) this.#aliasedNodes += 1;
    this.#issues.add({ path, place, message });
    return { kind: 'scalar', value: null, place, failed: true };
  }

  #readMap(map: YamlMap, path: TreePath, place: Place | undefined): MapNode {
    const entries = new Map<string, MapEntry>();
    const seen = new Map<string, Place | undefined>();
    const merges: MapNode[] = [];
    for (const pair of map.pairs) {
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
        merges.push(...this.#readMerge(pair.value, path));
        continue;
      }
      const value = this.read(pair.value, [...path, key]);
      if (value !== undefined) entries.set(key, { value, keyPlace });
    }
    // A merge key is shallow, whatever the order: what the map itself says wins, then the first of the merged maps.
    for (const merged of merges) for (const [key, entry] of merged.entries) if (!entries.has(key)) entries.set(key, entry);
    return { kind: 'map', entries, place };
  }

  #readMerge(node: YamlNode, path: TreePath): readonly MapNode[] {
    const target = node.kind === 'alias' ? this.#targets.get(node) : node;
    const candidates = target?.kind === 'list' ? target.items : [node];
    return candidates.flatMap((candidate) => {
      const tree = this.read(candidate, path);
      if (tree?.kind === 'map') return [tree];
      if (tree?.kind !== 'scalar' || tree.failed !== true) {
        this.#issues.add({ path, place: this.#place(candidate), message: 'a merge key "<<" takes a mapping or a list of mappings' });
      }
      return [];
    });
  }

  #readKey(key: YamlNode, path: TreePath): string | undefined {
    const target = key.kind === 'alias' ? this.#targets.get(key) : key;
    const value = target?.kind === 'scalar' ? this.#readScalar(target, path, this.#place(key)) : undefined;
    if (typeof value === 'string') return value;
    const found = target?.kind === 'scalar' ? target.text : 'a collection';
    const remedy = target?.kind === 'scalar' && value !== null ? `; quote it: "${found}"` : '';
    this.#issues.add({ path, place: this.#place(key), message: `a key must be a string, found ${found === '' ? 'nothing' : found}${remedy}` });
    return undefined;
  }

  #readScalar({ text, plain, tag }: YamlScalar, path: TreePath, place: Place | undefined): Scalar {
    // A tag of no known meaning leaves the text as it is, whatever it looks like.
    if (tag === '!!str' || (tag === undefined ? !plain : !tag.startsWith('!!'))) return text;
    if (tag === '!!binary') return Buffer.from(text, 'base64').toString('utf8');
    const value = plain ? parsePlainScalar(text) : text;
    if (tag === undefined) return value;
    if (tag === '!!float' && (typeof value === 'number' || typeof value === 'bigint')) return new Float(Number(value));
    const fits = typeTags[tag]?.(plain ? value : parsePlainScalar(text)) ?? true;
    if (fits) return plain ? value : parsePlainScalar(text);
    this.#issues.add({ path, place, message: `"${text}" is not a value of the type ${tag}` });
    return null;
  }

  #place({ start, end }: YamlNode): Place {
    return { source: this.#source, start, end };
  }
}

const isPlain = (node: YamlNode): boolean => node.kind === 'scalar' && node.plain;

const typeTags: Readonly<Record<string, (value: Scalar) => boolean>> = {
  '!!null': (value) => value === null,
  '!!bool': (value) => typeof value === 'boolean',
  '!!int': (value) => typeof value === 'bigint' || Number.isInteger(value),
  '!!float': (value) => typeof value === 'number' || value instanceof Float,
  '!!timestamp': (value) => typeof value === 'object' && value !== null && !(value instanceof Float),
};
