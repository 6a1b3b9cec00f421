import { expect, test } from 'vitest';
import { BoundedOutput, type BoundedText } from '../../../../src/engine/container/bounded-output.ts';

const kept = (maxBytes: number, text: string, chunkBytes: number): BoundedText => {
  const output = new BoundedOutput(maxBytes);
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += chunkBytes) output.push(bytes.subarray(start, start + chunkBytes));
  return output.end();
};

test.each([1, 3, 7, 1000])('keeps what fits whole, also when it fits exactly, in chunks of %i', (chunkBytes) => {
  expect(kept(20, 'it fits', chunkBytes)).toEqual({ text: 'it fits', leftOutBytes: 0 });
  expect(kept(20, '0123456789abcdefghij', chunkBytes)).toEqual({ text: '0123456789abcdefghij', leftOutBytes: 0 });
  expect(kept(20, '', chunkBytes)).toEqual({ text: '', leftOutBytes: 0 });
});

test.each([1, 3, 7, 1000])('keeps the beginning and the end of what is longer, and says how much is not there, in chunks of %i', (chunkBytes) => {
  expect(kept(10, `first${'x'.repeat(990)}final`, chunkBytes)).toEqual({ text: 'first\n[990 bytes left out]\nfinal', leftOutBytes: 990 });
  expect(kept(10, '0123456789a', chunkBytes)).toEqual({ text: '01234\n[1 bytes left out]\n6789a', leftOutBytes: 1 });
});

test.each([1, 3, 7, 1000])('cuts no character in two, in chunks of %i', (chunkBytes) => {
  // Two bytes each: five fit neither before the cut nor after it.
  expect(kept(10, 'ü'.repeat(50), chunkBytes)).toEqual({ text: 'üü\n[92 bytes left out]\nüü', leftOutBytes: 92 });
});

test('does not keep what it is not to', () => {
  const output = new BoundedOutput(1000);
  const chunk = Buffer.alloc(10_000, 'x');
  for (let round = 0; round < 1000; round += 1) output.push(chunk);
  expect(output.end()).toEqual({ text: `${'x'.repeat(500)}\n[9999000 bytes left out]\n${'x'.repeat(500)}`, leftOutBytes: 9_999_000 });
});
