import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Printed } from '../../../src/engine/compose/printed/printed.ts';
import { yamlDocument } from '../../../src/cli/yaml-text.ts';
import { texts } from '../engine/compose/corpus/text-corpus.ts';

const map = (entries: Readonly<Record<string, Printed>>): ReadonlyMap<string, Printed> => new Map(Object.entries(entries));

/** How one text is written as a value. */
const written = (text: string): string => yamlDocument(map({ k: text })).slice('k: '.length, -1);

describe('yamlDocument', () => {
  it('indents mappings and lists by two', () => {
    expect(yamlDocument(map({ a: map({ b: ['c', map({ d: 'e', f: ['g'] }), [['h'], 'i']] }), none: map({}), nobody: [], nothing: null, yes: true, n: 1.5 }))).toMatchInlineSnapshot(`
      "a:
        b:
          - c
          - d: e
            f:
              - g
          - - - h
            - i
      none: {}
      nobody: []
      nothing: null
      "yes": true
      "n": 1.5
      "
    `);
  });

  it('writes several lines as a block, and says how it ends', () => {
    expect(yamlDocument(map({ one: 'a\n b\n\nc\n', stripped: 'a\nb', kept: 'a\nb\n\n', indented: '  a\nb\n', list: ['a\nb\n'] }))).toMatchInlineSnapshot(`
      "one: |
        a
         b

        c
      stripped: |-
        a
        b
      kept: |+
        a
        b

      indented: |2
          a
        b
      list:
        - |
          a
          b
      "
    `);
  });

  it('marks a key that is long or has several lines', () => {
    expect(yamlDocument(map({ ['k'.repeat(129)]: 'v', 'a\nb': map({ c: 'd' }) }))).toBe(`? ${'k'.repeat(129)}\n: v\n? |-\n  a\n  b\n:\n  c: d\n`);
  });

  it.each([
    ['a b', 'a b'],
    ['it\'s "x"', 'it\'s "x"'],
    ['a: b', "'a: b'"],
    ["it's: 'x'", "'it''s: ''x'''"],
    [' a', "' a'"],
    ['yes', '"yes"'],
    ['null', '"null"'],
    ['0777', '"0777"'],
    ['1:30', '"1:30"'],
    ['2020-01-02', '"2020-01-02"'],
    ['a\tb', '"a\\tb"'],
    ['\u001b[0m😀\u0085', '"\\e[0m\\U0001F600\\N"'],
    ['a \nb', '"a \\nb"'],
    ['', '""'],
  ])('writes %j as %s', (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it('does not fold long lines', () => {
    expect(written('word '.repeat(100).trim())).not.toContain('\n');
  });

  // A number too large for a float is text to Compose, and infinity to others.
  it.each(texts.filter((text) => text !== '1e400').map((text) => [text]))('writes %j so that a reader of YAML gets it back', (text) => {
    const value = { [`k${text}`]: text, list: [text, [text]], map: { k: text } };
    expect(parse(yamlDocument(new Map<string, Printed>([[`k${text}`, text], ['list', [text, [text]]], ['map', map({ k: text })]])))).toEqual(value);
  });
});
