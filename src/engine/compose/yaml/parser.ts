import { Scanner } from './scanner.ts';
import type { Token, TokenKind } from './token.ts';
import { deepestNesting, type Span, type YamlList, type YamlMap, type YamlNode, type YamlScalar, YamlSyntaxError } from './yaml-node.ts';

type Pair = YamlMap['pairs'][number];
type Properties = Pick<YamlScalar, 'anchor' | 'tag'>;

/** Puts tokens together to nodes. */
class Parser {
  readonly #text: string;
  readonly #scanner: Scanner;
  #depth = 0;
  #last: Token | undefined;

  constructor(text: string, scanner: Scanner) {
    this.#text = text;
    this.#scanner = scanner;
  }

  #next(): Token {
    this.#last = this.#scanner.next();
    return this.#last;
  }

  #isAt(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  /** Every document of the text. The first may lack its `---`. */
  documents(): readonly YamlNode[] {
    const documents: YamlNode[] = [];
    for (let first = true; ; first = false) {
      while (!first && this.#isAt('document end')) this.#next();
      if (this.#isAt('end of text')) return documents;
      const isMarked = this.#isAt('version', 'tag directive', 'document start');
      if (isMarked || !first) this.#readStart();
      const isEmpty = this.#isAt('version', 'tag directive', 'document start', 'document end', 'end of text');
      documents.push(isEmpty ? this.#nothing() : this.#node({ block: true }));
    }
  }

  #readStart(): void {
    for (let hasVersion = false; this.#isAt('version', 'tag directive'); ) {
      const directive = this.#next();
      if (directive.kind !== 'version') continue;
      if (hasVersion) throw new YamlSyntaxError('the version of YAML is said twice; remove one of the two lines', directive);
      if (!['1.1', '1.2'].includes(directive.text)) throw new YamlSyntaxError(`Compose reads YAML 1.1 and 1.2, not ${directive.text}`, directive);
      hasVersion = true;
    }
    if (!this.#isAt('document start')) throw this.#unexpected('"---", which begins another document');
    this.#next();
  }

  /** `dashes`: a list may begin here whose dashes are no deeper than the key before it. */
  #node({ block, dashes = false }: { readonly block: boolean; readonly dashes?: boolean }): YamlNode {
    if (this.#isAt('alias')) {
      const { text, start, end } = this.#next() as Token & { readonly kind: 'alias' };
      return { kind: 'alias', name: text, start, end };
    }
    const properties = this.#properties();
    this.#depth += 1;
    if (this.#depth > deepestNesting) throw new YamlSyntaxError(`nested more than ${String(deepestNesting)} levels deep`, this.#scanner.peek());
    const node = this.#content(properties, block, dashes);
    this.#depth -= 1;
    return node;
  }

  /** An anchor and a tag, in either order, one of each. */
  #properties(): Properties {
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      const { kind } = this.#scanner.peek();
      if (kind === 'anchor' && anchor === undefined) anchor = (this.#next() as Token & { readonly kind: 'anchor' }).text;
      else if (kind === 'tag' && tag === undefined) tag = (this.#next() as Token & { readonly kind: 'tag' }).text;
      else return { anchor, tag: tag === '!' ? undefined : tag };
    }
  }

  #content(properties: Properties, block: boolean, dashes: boolean): YamlNode {
    const token = this.#scanner.peek();
    if (token.kind === 'scalar') {
      this.#next();
      return { kind: 'scalar', text: token.text, plain: token.plain, ...properties, start: token.start, end: token.end };
    }
    if (token.kind === 'item' && dashes) return this.#list(properties, () => this.#dashedItems());
    if (token.kind === 'list start') return this.#list(properties, () => this.#flowItems());
    if (token.kind === 'map start') return this.#map(properties, () => this.#flowPairs());
    if (token.kind === 'block list' && block) return this.#list(properties, () => this.#blockItems());
    if (token.kind === 'block map' && block) return this.#map(properties, () => this.#blockPairs());
    if (properties.anchor !== undefined || properties.tag !== undefined) return this.#nothing(properties);
    throw this.#unexpected('a value');
  }

  #list(properties: Properties, read: () => readonly YamlNode[]): YamlList {
    const { start } = this.#scanner.peek();
    const items = read();
    return { kind: 'list', items, ...properties, start, end: this.#last?.end ?? start };
  }

  #map(properties: Properties, read: () => readonly Pair[]): YamlMap {
    const at = this.#scanner.peek().start;
    const pairs = read();
    const start = Math.min(at, pairs[0]?.key.start ?? at);
    return { kind: 'map', pairs, ...properties, start, end: this.#last?.end ?? start };
  }

  /** What is not there, pointed at behind what was read last. */
  #nothing(properties: Properties = { anchor: undefined, tag: undefined }): YamlScalar {
    const at = this.#last?.end ?? 0;
    return { kind: 'scalar', text: '', plain: true, ...properties, start: at, end: at };
  }

  #blockItems(): readonly YamlNode[] {
    const { start } = this.#next();
    const items: YamlNode[] = [];
    while (this.#isAt('item')) {
      this.#next();
      items.push(this.#isAt('item', 'block end') ? this.#nothing() : this.#node({ block: true }));
    }
    this.#endBlock(start, 'another "- " of the list');
    return items;
  }

  #dashedItems(): readonly YamlNode[] {
    const items: YamlNode[] = [];
    while (this.#isAt('item')) {
      this.#next();
      items.push(this.#isAt('item', 'key', 'value', 'block end') ? this.#nothing() : this.#node({ block: true }));
    }
    return items;
  }

  #blockPairs(): readonly Pair[] {
    const { start } = this.#next();
    const pairs: Pair[] = [];
    const part = (): YamlNode => (this.#isAt('key', 'value', 'block end') ? this.#nothing() : this.#node({ block: true, dashes: true }));
    while (this.#isAt('key')) {
      this.#next();
      const key = part();
      const hasValue = this.#isAt('value');
      if (hasValue) this.#next();
      pairs.push({ key, value: hasValue ? part() : this.#nothing() });
    }
    this.#endBlock(start, 'another "key: value" of the mapping');
    return pairs;
  }

  #flowItems(): readonly YamlNode[] {
    this.#next();
    const items: YamlNode[] = [];
    while (!this.#isAt('list end')) {
      if (items.length > 0) this.#expect('comma', '"," or "]"');
      if (this.#isAt('list end')) break;
      if (this.#isAt('key')) items.push(this.#map({ anchor: undefined, tag: undefined }, () => [this.#flowPair('list end')]));
      else items.push(this.#node({ block: false }));
    }
    this.#next();
    return items;
  }

  #flowPairs(): readonly Pair[] {
    this.#next();
    const pairs: Pair[] = [];
    while (!this.#isAt('map end')) {
      if (pairs.length > 0) this.#expect('comma', '"," or "}"');
      if (this.#isAt('map end')) break;
      if (this.#isAt('key')) pairs.push(this.#flowPair('map end'));
      else pairs.push({ key: this.#node({ block: false }), value: this.#nothing() });
    }
    this.#next();
    return pairs;
  }

  #flowPair(end: 'list end' | 'map end'): Pair {
    this.#next();
    const key = this.#isAt('value', 'comma', end) ? this.#nothing() : this.#node({ block: false });
    if (!this.#isAt('value')) return { key, value: this.#nothing() };
    this.#next();
    return { key, value: this.#isAt('comma', end) ? this.#nothing() : this.#node({ block: false }) };
  }

  /** Leaves a block that began at an offset. A line that is indented otherwise belongs nowhere. */
  #endBlock(begin: number, what: string): void {
    if (!this.#isAt('block end')) {
      const { start, end } = this.#scanner.peek();
      const [before, indent] = [this.#lineBefore(start), this.#lineBefore(begin).length];
      if (before.trim() !== '' || before.length === indent) throw this.#unexpected(what);
      const line = this.#text.slice(0, begin).split('\n').length;
      const message = `this line is indented by ${String(before.length)}, where nothing else is; expected ${what} that began on line ${String(line)}, indented by ${String(indent)}`;
      throw new YamlSyntaxError(message, { start, end });
    }
    this.#next();
  }

  #lineBefore(offset: number): string {
    return this.#text.slice(this.#text.lastIndexOf('\n', offset - 1) + 1, offset);
  }

  #expect(kind: TokenKind, what: string): void {
    if (!this.#isAt(kind)) throw this.#unexpected(what);
    this.#next();
  }

  #unexpected(what: string): YamlSyntaxError {
    const token = this.#scanner.peek();
    const span: Span = token.end > token.start ? token : { start: token.start, end: token.start + 1 };
    return new YamlSyntaxError(`expected ${what}`, span);
  }
}

/**
 * Reads every document of a YAML text as Compose does.
 *
 * @throws YamlSyntaxError
 */
export const parseYamlText = (text: string): readonly YamlNode[] => {
  const scanner = new Scanner(text);
  try {
    return new Parser(text, scanner).documents();
  } catch (error) {
    throw error instanceof YamlSyntaxError ? openQuoteBehind(error, text, scanner.lastQuoted) : error;
  }
};

/** A quote that somebody forgot to close ends at the next one, where the text then makes no sense. */
const openQuoteBehind = (error: YamlSyntaxError, text: string, quoted: Span | undefined): YamlSyntaxError => {
  if (quoted === undefined || error.start < quoted.end || text.slice(quoted.end, error.start).includes('\n') || !text.slice(quoted.start, quoted.end).includes('\n')) return error;
  const line = text.slice(0, quoted.end).split('\n').length;
  const quote = text.charAt(quoted.start);
  return new YamlSyntaxError(`the quote ${quote} that opens here closes on line ${String(line)}, where no value can end; add the closing one before`, quoted);
};
