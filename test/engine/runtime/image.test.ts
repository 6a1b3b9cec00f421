import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, image, setScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { tarOf } from './tar.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

const contextOf = async (files: Readonly<Record<string, string>>): Promise<Readable> => Readable.from([await tarOf(files)]);

test('builds an image with arguments, labels and a target, and removes it', async () => {
  const { images } = scene.runtime;
  const tag = `${scene.name()}:1`;
  const output: string[] = [];
  const id = await images.build({
    context: await contextOf({
      'sub/Dockerfile.test': `FROM ${image} AS first\nARG GREETING\nRUN echo "says $GREETING"\nEXPOSE 80\nVOLUME /data\nHEALTHCHECK --interval=2s CMD true\nFROM first AS second\nRUN false\n`,
    }),
    dockerfile: 'sub/Dockerfile.test',
    tags: [tag, `${tag}-too`],
    args: { GREETING: 'grüße & co' },
    labels: { ...scene.labels },
    target: 'first',
    onOutput: (text) => output.push(text),
  });
  expect(output.join('')).toContain('says grüße & co');
  const facts = await images.inspect(tag);
  expect(facts).toMatchObject({ id, os: 'linux', exposedPorts: ['80/tcp'], volumes: ['/data'], healthcheck: { test: ['CMD-SHELL', 'true'], intervalMs: 2000 }, labels: scene.labels });
  expect([...facts!.tags].sort()).toEqual([tag, `${tag}-too`]);
  expect(Math.abs(facts!.createdMs - Date.now())).toBeLessThan(60_000);
  expect(await images.list([scene.label])).toMatchObject([{ id, labels: scene.labels }]);

  await images.tag(tag, scene.name(), 'other');
  await images.remove(id, { force: true });
  expect(await images.inspect(tag)).toBeNull();
});

test('says which step of a build failed and what it printed', async () => {
  const failing = scene.runtime.images.build({
    context: await contextOf({ Dockerfile: `FROM ${image}\nLABEL ${scene.label}\nRUN echo fine\nRUN echo "cannot go on" >&2 && exit 9\n` }),
    dockerfile: 'Dockerfile',
    tags: [`${scene.name()}:1`],
  });
  expect(await failureOf(failing)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build image "NAME:1" from Dockerfile: The command '/bin/sh -c echo "cannot go on" >&2 && exit 9' returned a non-zero code: 9.
    Step 4/4 : RUN echo "cannot go on" >&2 && exit 9
      cannot go on
    Correct the Dockerfile or its context and try again.",
      "name": "ImageError",
    }
  `);
});

test('says what is wrong with a Dockerfile', async () => {
  const failing = scene.runtime.images.build({ context: await contextOf({ Dockerfile: 'FORM scratch\n' }), dockerfile: 'Dockerfile', tags: [`${scene.name()}:1`] });
  expect(await failureOf(failing)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build image "NAME:1" from Dockerfile: the engine answered 400, "dockerfile parse error line 1: unknown instruction: FORM".
    Correct the Dockerfile or its context and try again.",
      "name": "ImageError",
    }
  `);
  const absent = scene.runtime.images.build({ context: await contextOf({ other: '' }), dockerfile: 'Dockerfile', tags: [`${scene.name()}:1`] });
  expect(await failureOf(absent)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build image "NAME:1" from Dockerfile: the engine answered 500, "Cannot locate specified Dockerfile: Dockerfile".
    Correct the Dockerfile or its context and try again.",
      "name": "ImageError",
    }
  `);
});

test('ends a build with the reason of the signal', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const context = await contextOf({ Dockerfile: `FROM ${image}\nLABEL ${scene.label}\nRUN sleep 30\n` });
  const onOutput = (text: string): void => {
    if (text.includes('RUN sleep')) controller.abort(reason);
  };
  await expect(scene.runtime.images.build({ context, dockerfile: 'Dockerfile', tags: [`${scene.name()}:1`], onOutput }, { signal: controller.signal })).rejects.toBe(reason);
});

test('rejects a pull that the registry does not answer', async () => {
  const error = await failureOf(scene.runtime.images.pull('127.0.0.1:9/seaworthy/absent:1'));
  expect(error).toMatchObject({ name: 'ImageError', code: 'IMAGE_PULL' });
  expect(error.message).toMatchInlineSnapshot(`"Could not pull image "127.0.0.1:9/seaworthy/absent:1": the engine answered 500, "Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused". Check that 127.0.0.1:9 runs and can be reached from the engine, or build or load "127.0.0.1:9/seaworthy/absent:1" instead."`);
});

test('knows no image that is not there', async () => {
  expect(await scene.runtime.images.inspect('seaworthy-absent:1')).toBeNull();
  expect(await failureOf(scene.runtime.images.remove('seaworthy-absent:1'))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "Could not remove image "seaworthy-absent:1": the engine answered 404, "No such image: seaworthy-absent:1". Pull or build the image first, or correct its name.",
      "name": "ImageError",
    }
  `);
});
