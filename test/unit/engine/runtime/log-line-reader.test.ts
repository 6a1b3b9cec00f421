import { expect, test } from 'vitest';
import { LogLineReader } from '../../../../src/engine/runtime/log-line-reader.ts';

const first = '2026-11-24T05:33:06.100000001Z';
const firstMs = Date.UTC(2026, 10, 24, 5, 33, 6, 100);
const second = '2026-11-24T05:33:07.200000002Z';

test('makes one line of one entry', () => {
  expect(new LogLineReader('stderr').pushEntry(Buffer.from(`${first} hello world\n`))).toEqual([{ stream: 'stderr', timeMs: firstMs, text: 'hello world' }]);
});

test('joins the pieces of a long line, cut inside a character, under the time of the first', () => {
  const reader = new LogLineReader('stdout');
  const text = Buffer.from('aä');
  expect(reader.pushEntry(Buffer.concat([Buffer.from(`${first} `), text.subarray(0, 2)]))).toEqual([]);
  expect(reader.pushEntry(Buffer.concat([Buffer.from(`${second} `), text.subarray(2), Buffer.from('b\n')]))).toEqual([{ stream: 'stdout', timeMs: firstMs, text: 'aäb' }]);
});

test('takes several lines out of one entry', () => {
  const lines = new LogLineReader('stdout').pushEntry(Buffer.from(`${first} one\n${second} two\n`));
  expect(lines.map(({ text }) => text)).toEqual(['one', 'two']);
});

test('reads bytes that were cut anywhere', () => {
  const bytes = Buffer.from(`${first} öne\r\n${second} two\r\n${second} \r\n`);
  for (let size = 1; size <= bytes.length; size += 1) {
    const reader = new LogLineReader('stdout');
    const lines = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)));
    expect([...lines, ...reader.end()].map(({ text }) => text)).toEqual(['öne', 'two', '']);
  }
});

test('gives the last line although it has no end', () => {
  const reader = new LogLineReader('stdout');
  expect(reader.pushEntry(Buffer.from(`${first} prompt> `))).toEqual([]);
  expect(reader.end()).toEqual([{ stream: 'stdout', timeMs: firstMs, text: 'prompt> ' }]);
  expect(reader.end()).toEqual([]);
});

test('keeps a time that the service itself printed', () => {
  expect(new LogLineReader('stdout').pushEntry(Buffer.from(`${first} ${second} mine\n`))[0]!.text).toBe(`${second} mine`);
});
