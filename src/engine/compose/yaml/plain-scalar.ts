import type { Cursor } from './cursor.ts';
import { Gap } from './line-folding.ts';
import type { Span } from './yaml-node.ts';

interface PlainScalar extends Span {
  readonly text: string;
  /** Whether the scalar was left at the begin of a line. */
  readonly endsLine: boolean;
}

/** Reads a scalar without quotes. Outside of brackets, lines that go on are indented by at least `indent`. */
export const scanPlainScalar = (cursor: Cursor, { indent, inFlow }: { readonly indent: number; readonly inFlow: boolean }): PlainScalar => {
  const start = cursor.at;
  let end = start;
  let text = '';
  let gap = new Gap();
  while (!cursor.isDocumentMark('---') && !cursor.isDocumentMark('...') && cursor.peek() !== '#') {
    const word = scanWord(cursor, inFlow);
    if (word !== '') {
      text += gap.folded + word;
      gap = new Gap();
      end = cursor.at;
    }
    if (!cursor.isBlank() && !cursor.isBreak()) break;
    while (cursor.isBlank() || cursor.isBreak()) {
      if (gap.hasBreak && cursor.column < indent && cursor.peek() === '\t') throw cursor.problem('a tab stands where the line is indented; use spaces');
      gap.take(cursor);
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, start, end, endsLine: gap.hasBreak };
};

/** Reads up to a blank, or to what ends the scalar. */
const scanWord = (cursor: Cursor, inFlow: boolean): string => {
  const start = cursor.at;
  while (!cursor.isBlankOrEnd() && !(cursor.peek() === ':' && cursor.isBlankOrEnd(1)) && !(inFlow && ',?[]{}'.includes(cursor.peek()))) cursor.skip();
  return cursor.text.slice(start, cursor.at);
};
