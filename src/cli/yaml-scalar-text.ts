import { goText } from '../engine/compose/go-text.ts';
import type { Float } from '../engine/compose/tree.ts';
import { parsePlainScalar } from '../engine/compose/yaml-scalar.ts';

/** Words that were booleans in YAML 1.1. They are strings now, but quoted for the sake of older readers. */
const oldBooleans = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);
/** Numbers to the base of 60, as YAML 1.1 has them. */
const base60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/;

/** What only an escape can show: all but printable characters of the basic plane, without the breaks of YAML 1.1. */
const escaped = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
/** What has a meaning at the start of an unquoted scalar, or within it. */
const indicator = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?=\s|$)|^---|^\.\.\.|:(?=\s|$)|(?<=\s)#/;

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '0', '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\x1b': 'e', '"': '"', '\\': '\\', '\x85': 'N', '\u2028': 'L', '\u2029': 'P',
};

const escapeOf = (character: string): string => {
  const short = shortEscapes[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(width, '0')}`;
};

const toEscape = new RegExp(`[\\n"\\\\]|${escaped.source}`, 'gu');

/** Behind a byte order mark, go-yaml escapes every character. */
const doubleQuoted = (text: string): string => `"${text.replaceAll(text.startsWith('\uFEFF') ? /./gsu : toEscape, escapeOf)}"`;

/** Whether a reader would take the text, unquoted, for something other than text. */
const looksTyped = (text: string): boolean => typeof parsePlainScalar(text) !== 'string' || oldBooleans.has(text) || base60.test(text);

/** A text on one line: unquoted where it can be, and quoted as go-yaml quotes it where it cannot. */
const inline = (text: string): string => {
  if (looksTyped(text) || escaped.test(text)) return doubleQuoted(text);
  return indicator.test(text) || /^ | $/.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
};

/** The lines of a block scalar, or undefined for a text that none can hold. */
const block = (text: string, indent: string): string | undefined => {
  // A tab is fine inside a block, where a reader takes lines as they are.
  if (escaped.test(text.replaceAll('\t', '')) || text.endsWith(' ') || text.includes(' \n')) return undefined;
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = text.endsWith('\n') ? (text === '\n' || text.endsWith('\n\n') ? '+' : '') : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${hint}${chomping}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
};

/** A string as the value in a mapping or list; `indent` is what the lines of a block start with. */
export const yamlText = (text: string, indent: string): string => (text.includes('\n') ? (block(text, indent) ?? doubleQuoted(text)) : inline(text));

/** A string as a key, on one line. Unquoted, `<<` would be a merge key for all but the reader that Compose has. */
export const yamlKey = (text: string): string => (text === '<<' ? doubleQuoted(text) : inline(text));

const notFinite: Readonly<Record<string, string>> = { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' };

/** A number as go-yaml prints it; a plain number without a fraction is an integer. */
export const yamlNumber = (value: number | Float): string => {
  const text = goText(value);
  return notFinite[text] ?? text;
};
