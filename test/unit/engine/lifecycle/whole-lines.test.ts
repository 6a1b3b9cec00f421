import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../../../src/engine/lifecycle/whole-lines.ts';

/** The lines that come of these pieces. */
const linesOf = (...pieces: readonly string[]): readonly string[] => {
  const lines: string[] = [];
  const written = wholeLines((line) => lines.push(line));
  for (const piece of pieces) written.add(piece);
  written.end();
  return lines;
};

describe('wholeLines', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['one line per call, without its end', ['Step 1/2 : FROM busybox\n', ' ---> 827365c7baf1\n'], ['Step 1/2 : FROM busybox', ' ---> 827365c7baf1']],
    ['several lines of one piece', ['one\r\ntwo\nthree\n'], ['one', 'two', 'three']],
    ['a line in pieces, an end in pieces too', ['on', 'e', '\r', '\ntwo'], ['one', 'two']],
    ['no empty lines', ['\n', '  \n', '\r\n', 'one\n\n'], ['one']],
    ['no escapes, also where they come in pieces', ['\u001B[91mone\u001B[0m\n', '\u001B[3', '2mtwo\u001B[0m\n', '\u001B[0m\n'], ['one', 'two']],
    ['what was written over the rest last', ['10%\r', '50%\r', '100%\r\n', 'done\r'], ['100%', 'done']],
    ['no other control characters', ['a\tb\u0007c\b\n'], ['a b c']],
  ])('gives %s', (_what, pieces, lines) => {
    expect(linesOf(...pieces)).toEqual(lines);
  });

  it('hands over a line as soon as it is whole', () => {
    const lines: string[] = [];
    const { add } = wholeLines((line) => lines.push(line));
    add('one\ntw');
    expect(lines).toEqual(['one']);
    add('o\n');
    expect(lines).toEqual(['one', 'two']);
  });
});
