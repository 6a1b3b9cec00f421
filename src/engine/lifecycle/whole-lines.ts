import { stripVTControlCharacters } from 'node:util';

/** What comes in pieces, on its way to someone who wants lines. */
export interface WholeLines {
  readonly add: (text: string) => void;
  /** Hands over what stands after the last end of a line. */
  readonly end: () => void;
}

/** What a terminal would show of a line in the end: of what was written over it, the last, and no escapes. */
const shown = (line: string): string => {
  const [last = ''] = stripVTControlCharacters(line).split('\r').filter((part) => part.trim() !== '').slice(-1);
  return last.replaceAll(/\p{Cc}/gu, ' ').trimEnd();
};

/** Joins pieces of text into lines for `onLine`, without their ends and without control characters; lines that show nothing are left out. */
export const wholeLines = (onLine: (line: string) => void): WholeLines => {
  let rest = '';
  const hand = (line: string): void => {
    const text = shown(line);
    if (text !== '') onLine(text);
  };
  return {
    add: (text) => {
      const lines = `${rest}${text}`.split(/\r?\n/);
      rest = lines.pop() ?? '';
      lines.forEach(hand);
    },
    end: () => {
      hand(rest);
      rest = '';
    },
  };
};
