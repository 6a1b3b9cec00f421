import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../src/engine/compose/read-file.ts';

describe('readInput', () => {
  it('gives all that comes', async () => {
    expect(await readInput(new AbortController().signal, Readable.from([Buffer.from([0x61, 0xc3]), Buffer.from([0xa4, 0x0a])]))).toBe('a\u00E4\n');
    expect(await readInput(undefined, Readable.from([Buffer.from('b')]))).toBe('b');
  });

  it('stops waiting for more with the reason of its signal', async () => {
    const controller = new AbortController();
    const input = new PassThrough();
    input.write('services:\n');
    const reading = readInput(controller.signal, input);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(input.destroyed).toBe(true);
  });
});
