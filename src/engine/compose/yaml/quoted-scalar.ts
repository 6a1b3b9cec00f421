import type { Cursor } from './cursor.ts';
import { Gap } from './line-folding.ts';
import type { Span } from './yaml-node.ts';

/** Reads a scalar in quotes, from the opening to the closing one. Its lines may be indented as they like. */
export const scanQuotedScalar = (cursor: Cursor): Span & { readonly text: string } => {
  const start = cursor.at;
  const quote = cursor.peek();
  cursor.skip();
  let text = '';
  for (;;) {
    if (cursor.isDocumentMark('---') || cursor.isDocumentMark('...')) throw cursor.problem(unclosed(quote), start);
    if (cursor.isAtEnd) throw cursor.problem(unclosed(quote), start);
    const { word, gap } = scanWord(cursor, quote);
    text += word;
    if (cursor.peek() === quote && gap === undefined) break;
    const between = gap ?? new Gap();
    while (cursor.isBlank() || cursor.isBreak()) between.take(cursor);
    text += between.folded;
  }
  cursor.skip();
  return { text, start, end: cursor.at };
};

const unclosed = (quote: string): string => `the quote ${quote} that opens here is never closed; add the closing one`;

/** Reads up to a blank, a line break or the closing quote. A break behind a backslash comes back as a gap. */
const scanWord = (cursor: Cursor, quote: string): { readonly word: string; readonly gap?: Gap } => {
  let word = '';
  while (!cursor.isBlankOrEnd()) {
    const character = cursor.peek();
    if (character === quote) {
      if (quote !== "'" || cursor.peek(1) !== "'") break;
      word += "'";
      cursor.skip(2);
    } else if (character === '\\' && quote === '"') {
      if (cursor.isBreak(1)) {
        cursor.skip();
        return { word, gap: Gap.ofEscapedBreak(cursor) };
      }
      word += scanEscape(cursor);
    } else {
      word += character;
      cursor.skip();
    }
  }
  return { word };
};

const escapes: Readonly<Record<string, string>> = {
  0: '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', "'": "'", '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const scanEscape = (cursor: Cursor): string => {
  const start = cursor.at;
  const kind = cursor.peek(1);
  cursor.skip(2);
  const length = Object.hasOwn(codeLengths, kind) ? codeLengths[kind] : undefined;
  if (length === undefined) {
    const character = Object.hasOwn(escapes, kind) ? escapes[kind] : undefined;
    if (character === undefined) throw cursor.problem(`"\\${kind}" is no escape in double quotes; write "\\\\${kind}", or use single quotes`, start);
    return character;
  }
  const digits = cursor.text.slice(cursor.at, cursor.at + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) throw cursor.problem(`"\\${kind}" takes ${String(length)} hexadecimal digits`, start);
  cursor.skip(length);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw cursor.problem(`"\\${kind}${digits}" is no character; write it as "\\U" with 8 digits`, start);
  return String.fromCodePoint(code);
};
