import type { Cursor } from './cursor.ts';
import type { Token } from './token.ts';

/** Reads `&name` or `*name`. */
export const scanReference = (cursor: Cursor): Token => {
  const start = cursor.at;
  const kind = cursor.peek() === '*' ? 'alias' : 'anchor';
  cursor.skip();
  const text = take(cursor, /[0-9A-Za-z_-]*/y);
  if (text === '' || (!cursor.isBlankOrEnd() && !'?:,]}%@`'.includes(cursor.peek()))) {
    throw cursor.problem(`the name of an ${kind} consists of letters, digits, "_" and "-"`, start);
  }
  return { kind, text, start, end: cursor.at };
};

const standard = 'tag:yaml.org,2002:';

/** Reads `!name`, `!!name` or `!<name>`. */
export const scanTag = (cursor: Cursor): Token => {
  const start = cursor.at;
  const verbatim = cursor.peek(1) === '<';
  const written = take(cursor, verbatim ? /!<[^\s>]*>?/y : /![\w;/?:@&=+$.!~*'()%,[\]-]*/y);
  if (verbatim && !written.endsWith('>')) throw cursor.problem('the tag is not closed; add ">"', start);
  if (!cursor.isBlankOrEnd()) throw cursor.problem('a tag ends with a space', start);
  const name = verbatim ? written.slice(2, -1) : written;
  return { kind: 'tag', text: name.startsWith(standard) ? `!!${name.slice(standard.length)}` : name, start, end: cursor.at };
};

/** Reads `%YAML 1.1` or `%TAG …`, without the line break. */
export const scanDirective = (cursor: Cursor): Token => {
  const start = cursor.at;
  const line = take(cursor, /[^\n\r\u0085\u2028\u2029]*/y);
  const [name = '', version = ''] = line.replace(/\s#.*$/, '').trim().split(/[ \t]+/);
  const span = { start, end: cursor.at };
  if (name === '%TAG') return { kind: 'tag directive', ...span };
  if (name !== '%YAML' || !/^\d+\.\d+$/.test(version)) throw cursor.problem('not a directive of YAML; remove the line', start);
  return { kind: 'version', text: version, ...span };
};

const take = (cursor: Cursor, pattern: RegExp): string => {
  pattern.lastIndex = cursor.at;
  const text = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.skip(text.length);
  return text;
};
