import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildImage, list, listImages } from '../../src/container.ts';
import { failureOf } from '../engine/container/failure.ts';
import { BUSYBOX } from '../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.ts';

const MEGABYTE = 1024 ** 2;

test.skipIf(!canHavePrivateEngine())('a build that fills the disk says so, and leaves no container and no image', async () => {
  await using engine = await PrivateEngine.start([BUSYBOX], { diskBytes: 48 * MEGABYTE });
  const context = await mkdtemp(join(tmpdir(), 'seaworthy-full-'));
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = engine.host;
  try {
    await writeFile(join(context, 'Dockerfile'), `FROM ${BUSYBOX}\nRUN head -c 100000000 /dev/zero > /big\n`);
    const step = await failureOf(buildImage({ context, tags: ['full:1'] }));
    expect(step.message).toMatchInlineSnapshot(`
      "Could not build the image of "full:1" from Dockerfile: The command '/bin/sh -c head -c 100000000 /dev/zero > /big' returned a non-zero code: 1.
      Step 2/2 : RUN head -c 100000000 /dev/zero > /big
        head: standard output: I/O error
      Correct the Dockerfile or its context and try again."
    `);
    const large = await open(join(context, 'large'), 'w');
    await large.truncate(100 * MEGABYTE);
    await large.close();
    const sent = await failureOf(buildImage({ context, tags: ['full:1'] }));
    expect(sent).toMatchObject({ name: 'ImageError', code: 'IMAGE_BUILD' });
    expect(sent.message).toMatch(/no space left on device[^]*The engine's disk is full/);
    expect(await list({ all: true })).toEqual([]);
    expect((await listImages()).flatMap(({ tags }) => tags)).toEqual([BUSYBOX]);
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    await rm(context, { recursive: true });
  }
});
