import { expect, test } from 'vitest';
import { attachToError } from '../../../src/reporters/attach-to-error.ts';

const block = 'stack shop during this test:\n  db | boom';

test('puts the block under the message and above the frames', () => {
  const error = { message: 'expected 500 to be 200', stack: 'AssertionError: expected 500 to be 200\n    at shop.test.ts:3:5' };
  attachToError(error, block);
  expect(error).toEqual({
    message: `expected 500 to be 200\n\n${block}\n`,
    stack: `AssertionError: expected 500 to be 200\n\n${block}\n\n    at shop.test.ts:3:5`,
  });
});

test('leaves the empty line to the diff where there is one', () => {
  const error = { message: 'expected 500 to be 200', diff: '- 200\n+ 500' };
  attachToError(error, block);
  expect(error.message).toBe(`expected 500 to be 200\n\n${block}`);
});

test('is not misled by a message that contains frames', () => {
  const message = 'child failed:\n    at child.js:1:1';
  const error = { message, stack: `Error: ${message}\n    at shop.test.ts:3:5` };
  attachToError(error, block);
  expect(error.stack).toBe(`Error: ${message}\n\n${block}\n\n    at shop.test.ts:3:5`);
});

test('finds the frames when the stack does not have the message', () => {
  const error = { message: 'changed since', stack: 'Error: before\n    at shop.test.ts:3:5' };
  attachToError(error, block);
  expect(error.stack).toBe(`Error: before\n\n${block}\n\n    at shop.test.ts:3:5`);
});

test('appends to a stack without frames', () => {
  const error = { message: '', stack: 'Error' };
  attachToError(error, block);
  expect(error.stack).toBe(`Error\n\n${block}\n`);
});

test('gives an error without a stack none, as for a thrown string', () => {
  const error = { message: 'boom' };
  attachToError(error, block);
  expect(error).toEqual({ message: `boom\n\n${block}\n` });
});

test('attaches the same block once', () => {
  const error = { message: 'boom', stack: 'Error: boom\n    at a.ts:1:1' };
  attachToError(error, block);
  const once = { ...error };
  attachToError(error, block);
  expect(error).toEqual(once);
});
