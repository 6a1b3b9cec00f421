import { expect, test } from 'vitest';
import { sectionWith } from '../../../src/reporters/section-of-test.ts';

/** As Jest prints the failures of a file, in colours or not. */
const printed = (titles: readonly string[], [on, off]: readonly [string, string]): string => titles.map((title) => `${on}  ● orders › ${title}${off}\n\n    Error: ${title}\n`).join('\n');

test.each([
  ['without colours', ['', '']],
  ['in colours', ['\u001B[1m\u001B[31m', '\u001B[39m\u001B[22m']],
] as const)('puts a block under the failure of its test where another name begins as its does, %s', (_how, colours) => {
  const text = printed(['refuses (twice) and again', 'refuses (twice)', 'refuses'], colours);
  const [before, after] = [printed(['refuses (twice) and again', 'refuses (twice)'], colours), printed(['refuses'], colours)];
  expect(sectionWith(text, 'orders › refuses (twice)', 'stack shop:\n  web  no lines')).toBe(`${before}\n    stack shop:\n      web  no lines\n\n${after}`);
  expect(sectionWith(text, 'orders › refuses', 'stack shop')).toBe(`${text}\n    stack shop\n`);
});

test('leaves a text as it is that says nothing about the test', () => {
  const text = printed(['refuses'], ['', '']);
  expect(sectionWith(text, 'orders', 'stack shop')).toBe(text);
});
