import { expect, test } from 'vitest';
import { Demultiplexer } from '../../../../src/engine/runtime/demultiplex.ts';

const frame = (stream: number, text: string): Buffer => {
  const payload = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
};

const textOf = (frames: readonly { readonly stream: string; readonly payload: Buffer }[]): string[] => frames.map(({ stream, payload }) => `${stream}: ${payload.toString()}`);

const whole = Buffer.concat([frame(1, 'hällo'), frame(2, ''), frame(2, 'err'), frame(0, 'echo'), frame(1, 'x'.repeat(300))]);
const expected = ['stdout: hällo', 'stderr: ', 'stderr: err', 'stdout: echo', `stdout: ${'x'.repeat(300)}`];

test('takes several frames out of one chunk', () => {
  expect(textOf(new Demultiplexer().push(whole))).toEqual(expected);
});

test('puts frames together wherever the stream was cut', () => {
  for (let size = 1; size <= whole.length; size += 1) {
    const demultiplexer = new Demultiplexer();
    const frames = [];
    for (let at = 0; at < whole.length; at += size) frames.push(...demultiplexer.push(whole.subarray(at, at + size)));
    demultiplexer.end();
    expect(textOf(frames), `chunks of ${size}`).toEqual(expected);
  }
});

test('refuses bytes that are no frame at once, without waiting for the length they spell', () => {
  expect(() => new Demultiplexer().push(Buffer.from('plain text'))).toThrowErrorMatchingInlineSnapshot(`[BackendError: Cannot read the output of a container: a frame begins with 706c61696e207465, which is no frame header. Check that nothing between here and the engine changes the stream.]`);
});

test('throws what the engine says in the stream', () => {
  expect(() => new Demultiplexer().push(frame(3, 'error from daemon in stream\n'))).toThrowErrorMatchingInlineSnapshot(`[BackendError: Cannot read the output of a container: the engine says: error from daemon in stream. Check that nothing between here and the engine changes the stream.]`);
});

test.each([3, 8, 10])('says that a stream ended after %i bytes of a frame', (length) => {
  const demultiplexer = new Demultiplexer();
  demultiplexer.push(frame(1, 'hello').subarray(0, length));
  expect(() => demultiplexer.end()).toThrow(expect.objectContaining({ code: 'BACKEND_LOST', message: 'The engine ended the output of a container in the middle of a frame. Check that the engine is still running.' }));
});
