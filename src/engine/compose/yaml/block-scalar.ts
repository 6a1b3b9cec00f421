import type { Cursor } from './cursor.ts';
import type { Span } from './yaml-node.ts';

type Chomping = '' | '-' | '+';

/** Reads a scalar that begins with `|` or `>`; its lines are indented more than `parentIndent`. */
export const scanBlockScalar = (cursor: Cursor, parentIndent: number): Span & { readonly text: string } => {
  const start = cursor.at;
  const literal = cursor.peek() === '|';
  cursor.skip();
  const { chomping, hint } = scanHeader(cursor);
  let { indent, breaks } = scanBreaks(cursor, hint === 0 ? 0 : Math.max(parentIndent, 0) + hint, parentIndent);
  let text = '';
  let lineBreak = '';
  let wasIndented = false;
  let end = cursor.at;
  while (cursor.column === indent && !cursor.isAtEnd) {
    const isIndented = cursor.isBlank();
    const folds = !literal && lineBreak === '\n' && !wasIndented && !isIndented;
    text += (folds ? (breaks === '' ? ' ' : '') : lineBreak) + breaks;
    wasIndented = isIndented;
    const from = cursor.at;
    while (!cursor.isBreakOrEnd()) cursor.skip();
    text += cursor.text.slice(from, cursor.at);
    end = cursor.at;
    lineBreak = cursor.readLine();
    ({ indent, breaks } = scanBreaks(cursor, indent, parentIndent));
  }
  if (chomping !== '-') text += lineBreak;
  if (chomping === '+') text += breaks;
  return { text, start, end };
};

/** Reads `+`, `-` and the indentation, in either order, and what is left of the line. */
const scanHeader = (cursor: Cursor): { readonly chomping: Chomping; readonly hint: number } => {
  let chomping: Chomping = '';
  let hint = 0;
  for (let index = 0; index < 2; index += 1) {
    const character = cursor.peek();
    if (chomping === '' && (character === '+' || character === '-')) chomping = character;
    else if (hint === 0 && /^[0-9]$/.test(character)) {
      hint = Number(character);
      if (hint === 0) throw cursor.problem('a block of text cannot be indented by 0; use 1 to 9');
    } else break;
    cursor.skip();
  }
  while (cursor.isBlank()) cursor.skip();
  if (cursor.peek() === '#') while (!cursor.isBreakOrEnd()) cursor.skip();
  if (!cursor.isBreakOrEnd()) throw cursor.problem('a block of text begins on the next line; move this there');
  cursor.readLine();
  return { chomping, hint };
};

/** Skips empty lines and the indentation of the next one; an indentation of 0 takes that of the text. */
const scanBreaks = (cursor: Cursor, given: number, parentIndent: number): { readonly indent: number; readonly breaks: string } => {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((given === 0 || cursor.column < given) && cursor.peek() === ' ') cursor.skip();
    deepest = Math.max(deepest, cursor.column);
    if ((given === 0 || cursor.column < given) && cursor.peek() === '\t') throw cursor.problem('a tab stands where the text is indented; use spaces');
    if (!cursor.isBreak()) break;
    breaks += cursor.readLine();
  }
  return { indent: given === 0 ? Math.max(deepest, parentIndent + 1, 1) : given, breaks };
};
