import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildImage, removeImage, runOnce } from '../../../src/container.ts';
import { up } from '../../../src/index.ts';
import { failureOf } from '../container/failure.ts';
import { BUSYBOX } from '../images.ts';
import { uniqueName } from './registry.ts';

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'seaworthy-buildkit-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
};

test('builds a Dockerfile that only BuildKit understands, and tells of its steps', { timeout: 120_000 }, async () => {
  const context = await folder();
  await writeFile(join(context, 'run.sh'), 'echo run\n');
  await writeFile(join(context, '.dockerignore'), 'left-out\n');
  await writeFile(join(context, 'left-out'), 'x');
  await writeFile(
    join(context, 'Dockerfile'),
    `FROM ${BUSYBOX} AS first\nARG WORD\nARG TARGETARCH\nRUN --mount=type=cache,target=/cache echo "$TARGETARCH" > /cache/a && cat /cache/a > /kept && echo told-$WORD\nFROM first AS second\nCOPY --chmod=750 . /app\nRUN ls /cache > /empty\nFROM second\nRUN exit 1`,
  );
  const said: string[] = [];
  const image = await buildImage(
    { context, target: 'second', args: { WORD: randomBytes(4).toString('hex') }, labels: { 'test.label': 'yes' }, tags: [`${uniqueName()}:1`] },
    { onOutput: (text) => said.push(text) },
  );
  onTestFinished(() => removeImage(image.id, { force: true }));
  expect(image).toMatchObject({ os: 'linux', labels: { 'test.label': 'yes' } });
  expect((await runOnce(image.id, ['sh', '-c', `cat /empty; test "$(cat /kept)" = ${image.arch} && ls -l /app/run.sh | cut -c1-10; find /app -type f | sort`])).stdout).toBe('-rwxr-x---\n/app/.dockerignore\n/app/Dockerfile\n/app/run.sh\n');
  expect(said.join('')).toMatch(/^\[first 2\/2\] RUN --mount=type=cache.*\n(?:.*\n)*?told-[0-9a-f]{8}\n(?:.*\n)*\[second 1\/2\] COPY --chmod=750 \. \/app\n/m);
});

test('shows the step that failed and what it printed', async () => {
  const tag = `${uniqueName()}:1`;
  expect(await failureOf(buildImage({ context: await folder(), tags: [tag], dockerfile_inline: `FROM ${BUSYBOX}\nRUN --mount=type=tmpfs,target=/x echo fine\nRUN echo "config: not found" >&2; exit 9\n` }), tag)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build the image of "NAME" from its inline Dockerfile: executor failed running [/bin/sh -c echo "config: not found" >&2; exit 9]: exit code: 9.
    [3/3] RUN echo "config: not found" >&2; exit 9
      config: not found
    Correct the Dockerfile or its context and try again.",
      "name": "ImageError",
    }
  `);
});

test('hands secrets to the build and to nobody else, whether they come from a file or from the environment', { timeout: 120_000 }, async () => {
  const context = await folder();
  await writeFile(join(context, '.dockerignore'), '*\n');
  await writeFile(join(context, 'token.txt'), 'from-a-file');
  const salt = randomBytes(4).toString('hex');
  const dockerfile = [`FROM ${BUSYBOX}`, `RUN --mount=type=secret,id=token --mount=type=secret,id=pass,target=/pass echo ${salt}; cat /run/secrets/token /pass | rev > /seen`, 'RUN ls -A /run/secrets /pass > /left 2>&1 || true'].join('\n');
  await using stack = await up(
    {
      services: { app: { image: 'app', build: { context, dockerfile_inline: dockerfile, secrets: ['token', { source: 'password', target: 'pass' }] }, command: ['sleep', '600'] } },
      secrets: { token: { file: join(context, 'token.txt') }, password: { environment: 'PASSWORD' } },
    },
    { env: { ...process.env, PASSWORD: '-and-a-variable' } },
  );
  const { image } = (await stack.ps())[0]!;
  onTestFinished(() => removeImage(image, { force: true }));
  expect((await stack.services.app.exec(['sh', '-c', 'cat /seen; cat /left'])).stdout).toMatchInlineSnapshot(`
    "elbairav-a-dna-elif-a-morfls: /pass: No such file or directory
    /run/secrets:
    "
  `);
});

test('refuses a secret that cannot be read, is empty or too large, before anything is sent', async () => {
  const context = await folder();
  const raisingWith = (token: { readonly file: string } | { readonly environment: string }): Promise<unknown> =>
    up({ services: { app: { build: { context, dockerfile_inline: `FROM ${BUSYBOX}`, secrets: ['token'] } } }, secrets: { token } });
  const raising = (file: string): Promise<unknown> => raisingWith({ file });
  expect((await failureOf(raisingWith({ environment: 'SEAWORTHY_NOT_SET' }), context)).message).toMatchInlineSnapshot(`
    "The secret "token" of the build of service "app" is empty.
      Set the variable that it is taken from, or give it a file that is not empty."
  `);
  expect((await failureOf(raising(join(context, 'none')), context)).message).toMatchInlineSnapshot(`
    "The secret "token" of the build of service "app" cannot be read: ENOENT: no such file or directory, open 'NAME/none'.
      Create the file, or correct the path under secrets."
  `);
  await writeFile(join(context, 'large'), Buffer.alloc(600 * 1024));
  expect((await failureOf(raising(join(context, 'large')), context)).message).toMatchInlineSnapshot(`
    "The secret "token" of the build of service "app" has 614400 bytes, and BuildKit takes 512000.
      Put what is no secret into the build context."
  `);
});

test('stops with the reason of the signal', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const onOutput = (text: string): void => {
    if (text.includes('sleep 60')) controller.abort(reason);
  };
  await expect(buildImage({ context: await folder(), dockerfile_inline: `FROM ${BUSYBOX}\nRUN --mount=type=tmpfs,target=/x echo ${uniqueName()}; sleep 60\n`, tags: [`${uniqueName()}:1`] }, { signal: controller.signal, onOutput })).rejects.toBe(reason);
});
