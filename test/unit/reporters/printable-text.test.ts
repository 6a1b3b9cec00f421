import { expect, test } from 'vitest';
import { printableText } from '../../../src/reporters/printable-text.ts';

test('removes terminal colours, cursor movements and links', () => {
  expect(printableText('\u001B[31mred\u001B[0m \u001B[2K\u001B]8;;https://example.com\u0007link\u001B]8;;\u0007')).toBe('red link');
});

test('removes what XML 1.0 has no place for and keeps tabs and line ends', () => {
  expect(printableText('a\u0000b\u0008c\u000Bd\u001Fe\u007Ff\u0085g\uFFFEh\uFFFFi\rj\tk\nl')).toBe('abcdefghij\tk\nl');
});

test('removes half of a surrogate pair and keeps whole pairs', () => {
  expect(printableText('\uD83D \uDE00 😀')).toBe('  😀');
});
