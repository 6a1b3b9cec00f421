import { interpolate, InterpolationError, type Lookup } from './interpolate.ts';

/** A line of an env file that cannot be read. */
export class EnvFileError extends Error {
  /** 1-based. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'EnvFileError';
    this.line = line;
  }
}

const blank = /^[\t\v\f\r \u0085\u00a0]+/;

/**
 * Reads Compose's env file syntax into `variables`: `KEY=value` or `KEY: value`, an optional `export`, comments, single
 * quotes for literal text, double quotes with escapes, quotes across lines, and a bare `KEY` that takes the value that
 * `lookup` knows. Values are interpolated with `lookup` first, then with what was read before.
 *
 * @param onUnset told of a variable that a value names and nothing sets, with the 1-based line
 * @throws EnvFileError
 */
export const parseEnvFile = (text: string, variables: Map<string, string>, lookup: Lookup = () => undefined, onUnset: OnUnset = () => {}): void => {
  new EnvFileParser(text.replace(/^\uFEFF/, ''), { variables, lookup, onUnset }).parse();
};

type OnUnset = (variable: string, line: number) => void;

interface EnvFileContext {
  readonly variables: Map<string, string>;
  readonly lookup: Lookup;
  readonly onUnset: OnUnset;
}

class EnvFileParser {
  #rest: string;
  #line = 1;
  readonly #variables: Map<string, string>;
  readonly #lookup: Lookup;
  readonly #onUnset: OnUnset;

  constructor(text: string, { variables, lookup, onUnset }: EnvFileContext) {
    this.#rest = text;
    this.#variables = variables;
    this.#lookup = lookup;
    this.#onUnset = onUnset;
  }

  parse(): void {
    while (this.#skipToStatement()) {
      const { key, inherited } = this.#readKey();
      if (key.includes(' ')) throw new EnvFileError(this.#line, `the name "${key}" contains a space`);
      const value = inherited ? this.#lookup(key) : this.#readValue();
      if (value !== undefined) this.#variables.set(key, value);
    }
  }

  /** Skips blank lines and comments; false at the end of the file. */
  #skipToStatement(): boolean {
    for (;;) {
      const space = /^\s+/.exec(this.#rest)?.[0] ?? '';
      this.#advance(space.length);
      if (!this.#rest.startsWith('#')) return this.#rest !== '';
      const end = this.#rest.indexOf('\n');
      this.#advance(end < 0 ? this.#rest.length : end);
    }
  }

  #advance(length: number): void {
    for (const character of this.#rest.slice(0, length)) if (character === '\n') this.#line += 1;
    this.#rest = this.#rest.slice(length);
  }

  #readKey(): { readonly key: string; readonly inherited: boolean } {
    if (/^export\s+/.test(this.#rest)) this.#rest = this.#rest.slice('export'.length).replace(blank, '');
    const end = this.#rest.search(/[^\t\v\f\r \u0085\u00a0_.\-[\]\p{L}\p{N}]/u);
    const stop = end < 0 ? '' : (this.#rest[end] ?? '');
    if (stop !== '' && !'=:\n'.includes(stop)) {
      const line = this.#rest.split('\n', 1)[0] ?? '';
      throw new EnvFileError(this.#line, `unexpected character "${stop}" in the variable name of "${line}"`);
    }
    // A bare name on the last line, without a line break, names nothing: Compose reads it as an empty key.
    const key = end < 0 ? '' : this.#rest.slice(0, end).trimEnd();
    const inherited = stop === '\n';
    const rest = end < 0 ? this.#rest : this.#rest.slice(end + 1);
    if (inherited && !key.includes(' ')) this.#line += 1;
    this.#rest = rest.replace(blank, '');
    return { key, inherited };
  }

  #readValue(): string {
    const quote = this.#rest[0];
    if (quote === '"' || quote === "'") return this.#readQuoted(quote);
    const end = this.#rest.indexOf('\n');
    const line = end < 0 ? this.#rest : this.#rest.slice(0, end);
    this.#rest = end < 0 ? '' : this.#rest.slice(end + 1);
    const value = this.#expand((line.split(' #', 1)[0] ?? '').trimEnd(), this.#line);
    this.#line += 1;
    return value;
  }

  #readQuoted(quote: string): string {
    const start = this.#line;
    let value = '';
    for (let index = 1; index < this.#rest.length; index += 1) {
      const character = this.#rest[index] ?? '';
      if (character === quote) {
        this.#advance(index + 1);
        return quote === '"' ? this.#expand(expandEscapes(value), start) : value;
      }
      if (character !== '\\') {
        value += character;
        continue;
      }
      const next = this.#rest[index + 1] ?? '';
      value += next === quote ? quote : character + next;
      index += 1;
    }
    throw new EnvFileError(this.#line, `the quoted value ${this.#rest.split('\n', 1)[0] ?? ''} does not end; add the closing ${quote}`);
  }

  #expand(value: string, line: number): string {
    try {
      return interpolate(value, (name) => this.#lookup(name) ?? this.#variables.get(name), (variable) => this.#onUnset(variable, line));
    } catch (error) {
      if (error instanceof InterpolationError) throw new EnvFileError(line, error.message);
      throw error;
    }
  }
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '"': '"', '\\': '\\', $: '$$' };

const expandEscapes = (text: string): string =>
  text.replaceAll(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (match: string, letter?: string, octal?: string) => {
    if (letter !== undefined) return escapes[letter] ?? match;
    const code = /^[0-7]{3}$/.test(octal ?? '') ? Number.parseInt(octal ?? '', 8) : 256;
    return code < 256 ? String.fromCharCode(code) : match;
  });
