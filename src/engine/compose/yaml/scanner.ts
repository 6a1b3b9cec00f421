import { scanBlockScalar } from './block-scalar.ts';
import { Cursor } from './cursor.ts';
import { scanPlainScalar } from './plain-scalar.ts';
import { scanDirective, scanReference, scanTag } from './properties.ts';
import { scanQuotedScalar } from './quoted-scalar.ts';
import type { Token, TokenKind } from './token.ts';
import { type Span, YamlSyntaxError } from './yaml-node.ts';

/** Where something stands that is a key if a colon follows on its line. */
interface KeyCandidate {
  /** The number of its first token, counted from the start of the text. */
  readonly token: number;
  readonly at: number;
  readonly column: number;
  readonly lineStart: number;
  /** Whether only a key can stand there. */
  readonly required: boolean;
}

/** The longest text, in characters, that can be a key without a `?` before it. */
const longestKey = 1024;

/**
 * Takes a text apart as the reader that Compose has does it, which takes some things that YAML does not allow: lines of
 * brackets and quotes may be indented as they like, and no space is needed before a comment behind a quote.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #queue: Token[] = [];
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  /** One for the block, and one for each open bracket. */
  readonly #candidates: (KeyCandidate | undefined)[] = [undefined];
  #mayBeKey = true;
  #ended = false;
  #lastQuoted: Span | undefined;
  #lastPlain: Span | undefined;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  /** Where the last text in quotes stands, to explain what is wrong behind it. */
  get lastQuoted(): Span | undefined {
    return this.#lastQuoted;
  }

  /** The next token, which stays where it is. */
  peek(): Token {
    while (!this.#ended && this.#needsMore()) this.#fetch();
    const [token] = this.#queue;
    if (token === undefined) throw new Error('the text has been read to its end');
    return token;
  }

  /** The next token. */
  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end of text') {
      this.#queue.shift();
      this.#taken += 1;
    }
    return token;
  }

  /** A token that may turn out to be a key waits for the colon. */
  #needsMore(): boolean {
    return this.#queue.length === 0 || this.#candidates.some((candidate) => candidate?.token === this.#taken && this.#isValid(candidate));
  }

  get #inFlow(): boolean {
    return this.#candidates.length > 1;
  }

  /** Whether a candidate can still become a key. One that has to be and cannot is a problem. */
  #isValid(candidate: KeyCandidate): boolean {
    if (candidate.lineStart === this.#cursor.lineStart && candidate.at + longestKey >= this.#cursor.at) return true;
    if (candidate.required) throw this.#cursor.problem('a colon is missing here, or a space behind it: expected "key: value"', candidate.at);
    return false;
  }

  #saveCandidate(): void {
    if (!this.#mayBeKey) return;
    this.#dropCandidate();
    const { at, column, lineStart } = this.#cursor;
    const required = !this.#inFlow && this.#indent === column;
    this.#candidates[this.#candidates.length - 1] = { token: this.#taken + this.#queue.length, at, column, lineStart, required };
  }

  #dropCandidate(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate?.required === true) throw this.#cursor.problem('a colon is missing here, or a space behind it: expected "key: value"', candidate.at);
    this.#candidates[this.#candidates.length - 1] = undefined;
  }

  /** Opens a block where the indentation grows; `before` is the number of the token that it begins with. */
  #openBlock(column: number, kind: 'block list' | 'block map', before?: number): void {
    if (this.#inFlow || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    const place = before === undefined ? this.#queue.length : before - this.#taken;
    const start = this.#queue[place]?.start ?? this.#cursor.at;
    this.#queue.splice(place, 0, { kind, start, end: start });
  }

  #closeBlocks(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#add('block end');
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  /** A token of the next `length` characters. */
  #add(kind: Exclude<TokenKind, 'scalar' | 'alias' | 'anchor' | 'tag' | 'version'>, length = 0): void {
    const start = this.#cursor.at;
    this.#cursor.skip(length);
    this.#queue.push({ kind, start, end: this.#cursor.at });
  }

  /** Skips blanks, comments and line breaks. A tab does not indent. */
  #skipBlanks(): void {
    const cursor = this.#cursor;
    for (;;) {
      while (cursor.peek() === ' ' || (cursor.peek() === '\t' && (this.#inFlow || !this.#mayBeKey))) cursor.skip();
      if (cursor.peek() === '#') while (!cursor.isBreakOrEnd()) cursor.skip();
      if (!cursor.isBreak()) return;
      cursor.readLine();
      if (!this.#inFlow) this.#mayBeKey = true;
    }
  }

  #fetch(): void {
    this.#skipBlanks();
    const cursor = this.#cursor;
    const candidate = this.#candidates.at(-1);
    if (candidate !== undefined && !this.#isValid(candidate)) this.#candidates[this.#candidates.length - 1] = undefined;
    this.#closeBlocks(cursor.column);
    if (cursor.isAtEnd) this.#fetchEnd();
    else if (cursor.column === 0 && cursor.peek() === '%') this.#fetchDirective();
    else if (cursor.isDocumentMark('---')) this.#fetchDocumentMark('document start');
    else if (cursor.isDocumentMark('...')) this.#fetchDocumentMark('document end');
    else if (!this.#fetchIndicator()) this.#fetchContent();
  }

  #fetchEnd(): void {
    this.#cursor.startLine();
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeKey = false;
    this.#add('end of text');
    this.#ended = true;
  }

  #fetchDirective(): void {
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeKey = false;
    this.#queue.push(scanDirective(this.#cursor));
  }

  #fetchDocumentMark(kind: 'document start' | 'document end'): void {
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeKey = false;
    this.#add(kind, 3);
  }

  /** Brackets, commas, dashes, question marks and colons. False where none of them is meant. */
  #fetchIndicator(): boolean {
    const cursor = this.#cursor;
    const character = cursor.peek();
    if (character === '[' || character === '{') this.#openFlow(character);
    else if (character === ']' || character === '}') this.#closeFlow(character);
    else if (character === ',') {
      this.#dropCandidate();
      this.#mayBeKey = true;
      this.#add('comma', 1);
    } else if (character === '-' && cursor.isBlankOrEnd(1)) this.#fetchItem();
    else if (character === '?' && (this.#inFlow || cursor.isBlankOrEnd(1))) this.#fetchMarkedKey();
    else if (character === ':' && (this.#inFlow || cursor.isBlankOrEnd(1))) this.#fetchValue();
    else return false;
    return true;
  }

  #openFlow(bracket: '[' | '{'): void {
    this.#saveCandidate();
    this.#candidates.push(undefined);
    this.#mayBeKey = true;
    this.#add(bracket === '[' ? 'list start' : 'map start', 1);
  }

  #closeFlow(bracket: ']' | '}'): void {
    this.#dropCandidate();
    if (this.#inFlow) this.#candidates.pop();
    this.#mayBeKey = false;
    this.#add(bracket === ']' ? 'list end' : 'map end', 1);
  }

  #fetchItem(): void {
    if (!this.#inFlow) {
      if (!this.#mayBeKey) throw this.#cursor.problem('an item of a list cannot begin here; put the "-" on a line of its own, or quote the text');
      this.#openBlock(this.#cursor.column, 'block list');
    }
    this.#dropCandidate();
    this.#mayBeKey = true;
    this.#add('item', 1);
  }

  #fetchMarkedKey(): void {
    if (!this.#inFlow) {
      if (!this.#mayBeKey) throw this.#cursor.problem('a key cannot begin here; quote the text');
      this.#openBlock(this.#cursor.column, 'block map');
    }
    this.#dropCandidate();
    this.#mayBeKey = !this.#inFlow;
    this.#add('key', 1);
  }

  #fetchValue(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate !== undefined && this.#isValid(candidate)) {
      this.#queue.splice(candidate.token - this.#taken, 0, { kind: 'key', start: candidate.at, end: candidate.at });
      this.#openBlock(candidate.column, 'block map', candidate.token);
      this.#candidates[this.#candidates.length - 1] = undefined;
      this.#mayBeKey = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#mayBeKey) throw this.#misplacedColon();
        this.#openBlock(this.#cursor.column, 'block map');
      }
      this.#mayBeKey = !this.#inFlow;
    }
    this.#add('value', 1);
  }

  #misplacedColon(): YamlSyntaxError {
    const { start, end } = this.#lastPlain ?? { start: 0, end: 0 };
    if (!this.#cursor.text.slice(start, end).includes('\n')) return this.#cursor.problem('a second "key: value" cannot stand on this line; quote the text that has the colon in it');
    return new YamlSyntaxError('a colon is missing on this line, or the next one is indented too far: the text goes on there, up to another colon', { start, end });
  }

  #fetchContent(): void {
    const cursor = this.#cursor;
    const character = cursor.peek();
    if (character === '*' || character === '&' || character === '!') {
      this.#saveCandidate();
      this.#mayBeKey = false;
      this.#queue.push(character === '!' ? scanTag(cursor) : scanReference(cursor));
    } else if ((character === '|' || character === '>') && !this.#inFlow) {
      this.#dropCandidate();
      this.#mayBeKey = true;
      this.#queue.push({ kind: 'scalar', plain: false, ...scanBlockScalar(cursor, this.#indent) });
    } else if (character === '"' || character === "'") {
      this.#saveCandidate();
      this.#mayBeKey = false;
      const scalar = scanQuotedScalar(cursor);
      this.#lastQuoted = scalar;
      this.#queue.push({ kind: 'scalar', plain: false, ...scalar });
    } else if (this.#beginsPlain(character)) {
      this.#saveCandidate();
      const { text, start, end, endsLine } = scanPlainScalar(cursor, { indent: this.#indent + 1, inFlow: this.#inFlow });
      this.#mayBeKey = endsLine;
      this.#lastPlain = { start, end };
      this.#queue.push({ kind: 'scalar', plain: true, text, start, end });
    } else throw cursor.problem(character === '\t' ? 'a tab cannot indent a line; use spaces' : `no text can begin with "${character}"; quote it`);
  }

  #beginsPlain(character: string): boolean {
    if (character === '-') return !this.#cursor.isBlank(1);
    if (character === '?' || character === ':') return !this.#inFlow && !this.#cursor.isBlankOrEnd(1);
    return !/[\t,[\]{}#&*!|>'"%@`]/.test(character);
  }
}
