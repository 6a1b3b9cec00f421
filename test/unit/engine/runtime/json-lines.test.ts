import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readJsonLines } from '../../../../src/engine/runtime/json-lines.ts';

const read = async (chunks: readonly Buffer[]): Promise<unknown[]> => {
  const values: unknown[] = [];
  for await (const value of readJsonLines(Readable.from(chunks))) values.push(value);
  return values;
};

test('reads values wherever the stream was cut, also inside a character', async () => {
  const bytes = Buffer.from('{"a":"ä€😀"}\r\n\n{"b":2}\n{"c":3}');
  for (let size = 1; size <= bytes.length; size += 1) {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    expect(await read(chunks)).toEqual([{ a: 'ä€😀' }, { b: 2 }, { c: 3 }]);
  }
});
