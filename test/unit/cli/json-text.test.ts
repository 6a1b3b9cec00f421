import { describe, expect, it } from 'vitest';
import { parsePlainScalar } from '../../../src/engine/compose/yaml-scalar.ts';
import { jsonDocument } from '../../../src/cli/json-text.ts';

describe('jsonDocument', () => {
  it('indents by two, keeps the order of keys, and ends without a line break', () => {
    const value = new Map<string, string | number | readonly string[] | null | Map<string, string>>([['z', 'x'], ['10', 1.5], ['9', null], ['list', ['a', 'b']], ['none', []], ['empty', new Map()]]);
    expect(jsonDocument(value)).toMatchInlineSnapshot(`
      "{
        "z": "x",
        "10": 1.5,
        "9": null,
        "list": [
          "a",
          "b"
        ],
        "none": [],
        "empty": {}
      }"
    `);
  });

  it('escapes what Go escapes', () => {
    expect(jsonDocument('<a> & \u2028 "b" \u0001 é 😀')).toBe('"\\u003ca\\u003e \\u0026 \\u2028 \\"b\\" \\u0001 é 😀"');
  });

  it('prints a point in time as text', () => {
    expect(jsonDocument([parsePlainScalar('2020-01-02'), parsePlainScalar('2020-01-02 3:04:05.100')])).toBe('[\n  "2020-01-02T00:00:00Z",\n  "2020-01-02T03:04:05.1Z"\n]');
  });
});
