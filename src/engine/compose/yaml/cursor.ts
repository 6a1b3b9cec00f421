import { YamlSyntaxError } from './yaml-node.ts';

/** The line breaks of YAML 1.1: also the next-line character and the separators of Unicode. */
const breaks = new Set(['\n', '\r', '\u0085', '\u2028', '\u2029']);

/** A place in the text that moves forward. */
export class Cursor {
  readonly text: string;
  at = 0;
  #lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** 0-based. */
  get column(): number {
    return this.at - this.#lineStart;
  }

  /** Where the line that the cursor is on begins. */
  get lineStart(): number {
    return this.#lineStart;
  }

  /** The character at a distance; empty past the end. */
  peek(distance = 0): string {
    return this.text.charAt(this.at + distance);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** A space or a tab. */
  isBlank(distance = 0): boolean {
    const character = this.peek(distance);
    return character === ' ' || character === '\t';
  }

  isBreak(distance = 0): boolean {
    return breaks.has(this.peek(distance));
  }

  isBreakOrEnd(distance = 0): boolean {
    return this.at + distance >= this.text.length || this.isBreak(distance);
  }

  isBlankOrEnd(distance = 0): boolean {
    return this.isBlank(distance) || this.isBreakOrEnd(distance);
  }

  /** `---` or `...` at the start of a line, with nothing right behind it. */
  isDocumentMark(mark: '---' | '...'): boolean {
    return this.column === 0 && this.text.startsWith(mark, this.at) && this.isBlankOrEnd(3);
  }

  skip(count = 1): void {
    this.at += count;
  }

  /** Moves behind the line break, if there is one here. Returns it as it counts in a scalar. */
  readLine(): string {
    if (!this.isBreak()) return '';
    const character = this.peek();
    this.at += character === '\r' && this.peek(1) === '\n' ? 2 : 1;
    this.#lineStart = this.at;
    return character === '\u2028' || character === '\u2029' ? character : '\n';
  }

  /** Makes it the first column of a line that has no break before it. */
  startLine(): void {
    this.#lineStart = this.at;
  }

  /** A problem from `start` to here, or with the character that is here. */
  problem(message: string, start: number = this.at): YamlSyntaxError {
    return new YamlSyntaxError(message, { start, end: Math.max(start + 1, this.at) });
  }
}
