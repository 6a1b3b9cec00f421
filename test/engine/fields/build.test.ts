import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { removeImage } from '../../../src/container.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { say } from './in-container.ts';

it('builds anew without the cache, and pulls the base where it is told to', async () => {
  const id = randomBytes(4).toString('hex');
  // No registry listens there, so that a pull shows by its failure.
  const first = `127.0.0.1:1/seaworthy-fields-${id}:1`;
  const dockerfile_inline = `FROM ${BUSYBOX}\nLABEL of="${id}"\nRUN cat /proc/sys/kernel/random/uuid > /made\nCMD ["sleep", "600"]\n`;
  const images: string[] = [];
  let count = 0;
  /** What the one step left that differs each time it runs. */
  const made = async (build: object): Promise<string> => {
    // Asked for anew each time: a stack of a test would take an image of equal content that is there.
    const image = `seaworthy-fields-${id}:${String((count += 1))}`;
    await using stack = await up({ services: { app: { image, pull_policy: 'build', build: { context: import.meta.dirname, dockerfile_inline, ...build }, stop_grace_period: '0s' } } }, { build: true });
    images.push(image);
    return await say(stack.services.app, 'cat /made');
  };
  try {
    const one = await made({ tags: [first] });
    expect(await made({})).toBe(one);
    expect(await made({ no_cache: true })).not.toBe(one);
    const onTop = { dockerfile_inline: `FROM ${first}\nLABEL on="top"\n` };
    expect(await made(onTop)).toBe(one);
    await expect(made({ ...onTop, pull: true })).rejects.toMatchObject({ code: 'IMAGE_BUILD', message: expect.stringMatching(/127\.0\.0\.1:1/) as string });
  } finally {
    await removeImage(first, { force: true });
    for (const image of [...new Set(images)].reverse()) await removeImage(image, { force: true }).catch((error: unknown) => expect(error).toMatchObject({ code: 'IMAGE_MISSING' }));
  }
}, 120_000);
