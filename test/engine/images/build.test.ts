import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildImage, imageExists, removeImage, runOnce, type ImageFacts } from '../../../src/container.ts';
import { failureOf } from '../container/failure.ts';
import { BUSYBOX } from '../images.ts';
import { uniqueName } from './registry.ts';

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-build-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
};

const build = async (spec: Parameters<typeof buildImage>[0], options?: Parameters<typeof buildImage>[1]): Promise<ImageFacts> => {
  const image = await buildImage({ tags: [`${uniqueName()}:1`], ...spec }, options);
  onTestFinished(() => removeImage(image.id, { force: true }));
  return image;
};

test('builds from a directory: ignore file, arguments, target, labels, tags, network, hosts, shared memory, limits', { timeout: 120_000 }, async () => {
  const context = await folderWith({
    'docker/app.Dockerfile': [
      `ARG BASE`,
      'FROM ${BASE} AS first',
      'ARG GREETING=hi',
      'COPY . /all',
      'RUN echo "$GREETING" > /greeting; grep extra /etc/hosts > /hosts; ls /sys/class/net > /net; df -k /dev/shm | tail -1 | awk \'{print $2}\' > /shm; ulimit -n > /nofile',
      'FROM first AS second',
      'RUN exit 1',
    ].join('\n'),
    'docker/app.Dockerfile.dockerignore': 'secret\n!secret/public\n',
    'a.txt': 'a',
    'secret/key': 'k',
    'secret/public': 'p',
  });
  const [one, two] = [`${uniqueName()}:1`, `${uniqueName()}:2`];
  const said: string[] = [];
  const image = await build(
    { context, dockerfile: 'docker/app.Dockerfile', target: 'first', args: { BASE: BUSYBOX, GREETING: '$5 & more' }, labels: { 'test.label': 'yes' }, tags: [one, two], network: 'none', extra_hosts: { extra: '10.1.2.3' }, shm_size: '8m', ulimits: { nofile: 77 } },
    { onOutput: (text) => said.push(text) },
  );
  expect(image).toMatchObject({ os: 'linux', labels: { 'test.label': 'yes' } });
  expect([...image.tags].sort()).toEqual([one, two].sort());
  expect(said.join('')).toContain('COPY . /all');
  const seen = await runOnce(one, ['sh', '-c', 'cat /greeting /hosts /net /shm /nofile; cd /all; find . -type f | sort']);
  expect(seen.stdout.replaceAll('\t', ' ')).toBe('$5 & more\n10.1.2.3 extra\nlo\n8192\n77\n./a.txt\n./docker/app.Dockerfile\n./docker/app.Dockerfile.dockerignore\n./secret/public\n');
});

test('builds from an inline Dockerfile, and one from elsewhere, which no COPY sees', { timeout: 120_000 }, async () => {
  const folder = await folderWith({ 'app/a': '1', 'app/.dockerignore': 'b', 'app/b': '2', 'elsewhere/Dockerfile': `FROM ${BUSYBOX}\nCOPY . /all\nRUN touch /elsewhere\n` });
  const context = join(folder, 'app');
  const look = ['sh', '-c', 'ls -A /all; ls / | grep -E "where|inline"'];
  const inline = await build({ context, dockerfile_inline: `FROM ${BUSYBOX}\nCOPY . /all\nRUN touch /inline\n` });
  expect((await runOnce(inline.id, look)).stdout).toBe('.dockerignore\na\ninline\n');
  const outside = await build({ context, dockerfile: '../elsewhere/Dockerfile' });
  expect((await runOnce(outside.id, look)).stdout).toBe('.dockerignore\na\nelsewhere\n');
  const unnamed = await buildImage({ context, dockerfile_inline: `FROM ${BUSYBOX}\nRUN touch /unnamed\n` });
  expect(unnamed.tags[0]).toMatch(/^seaworthy-built:[0-9a-f]{12}$/);
  await removeImage(unnamed.tags[0]!);
});

test('shows the failing step and what it printed', async () => {
  const context = await folderWith({ Dockerfile: `FROM ${BUSYBOX}\nRUN echo fine\nRUN echo "config: not found" >&2; exit 9\n` });
  const tag = `${uniqueName()}:1`;
  expect(await failureOf(buildImage({ context, tags: [tag] }), tag)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build the image of "NAME" from Dockerfile: The command '/bin/sh -c echo "config: not found" >&2; exit 9' returned a non-zero code: 9.
    Step 3/3 : RUN echo "config: not found" >&2; exit 9
      config: not found
    Correct the Dockerfile or its context and try again.",
      "name": "ImageError",
    }
  `);
  expect(await imageExists(tag)).toBe(false);
  expect(await failureOf(buildImage({ context, tags: [tag], dockerfile_inline: `FROM ${BUSYBOX}\nRUN <<EOF\ntrue\nEOF\n` }), tag)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_BUILD",
      "message": "Could not build the image of "NAME" from its inline Dockerfile: failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 3: unknown instruction: TRUE.
    The engine's BuildKit is older than what the Dockerfile uses: begin it with # syntax=docker/dockerfile:1, which the engine pulls, or build the image beforehand and name it with image.",
      "name": "ImageError",
    }
  `);
  expect(await failureOf(buildImage({ context, tags: [tag], target: 'none' }), tag)).toMatchObject({ code: 'IMAGE_BUILD', message: expect.stringContaining('none') });
});

test('refuses what the API has no word for, what is not there and what is no build', async () => {
  const context = await folderWith({ Dockerfile: 'FROM scratch\n' });
  const refused = async (spec: object): Promise<string> => (await failureOf(buildImage({ context, tags: ['seaworthy-test:1'], ...spec }), context)).message;
  expect(await refused({ ssh: ['default'] })).toMatchInlineSnapshot(`
    "ssh cannot be honoured: it is beyond the engine's API, and no docker buildx is called.
      Build the image beforehand and name it with image."
  `);
  for (const [key, value] of Object.entries({ additional_contexts: { x: '.' }, cache_to: ['type=inline'], privileged: true, no_cache_filter: ['x'], provenance: true })) {
    expect(await refused({ [key]: value })).toContain(`${key} cannot be honoured: it is beyond the engine's API`);
  }
  expect(await refused({ platforms: ['linux/amd64', 'linux/arm64'] })).toMatchInlineSnapshot(`
    "platforms cannot be honoured: one image for linux/amd64, linux/arm64 is no image of an engine, but one of a registry; name one platform.
      Build the image beforehand and name it with image."
  `);
  expect(await refused({ context: 'https://example.com/app.git' })).toMatchInlineSnapshot(`
    "context cannot be honoured: "https://example.com/app.git" is remote, and only local directories are built.
      Build the image beforehand and name it with image."
  `);
  expect(await refused({ context: join(context, 'none') })).toMatchInlineSnapshot(`
    "The build context of "seaworthy-test:1" does not exist: NAME/none
      A relative one is taken from the directory of the Compose file, or the working directory."
  `);
  expect(await refused({ dockerfil: 'x', args: 7 })).toMatchInlineSnapshot(`
    "2 problems in the image's build

    args: expected a mapping or a list, found the number 7

    dockerfil: unknown key; did you mean "dockerfile"?"
  `);
});

test('stops with the reason of the signal', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const onOutput = (text: string): void => {
    if (text.includes('RUN sleep')) controller.abort(reason);
  };
  await expect(buildImage({ context: await folderWith({}), dockerfile_inline: `FROM ${BUSYBOX}\nRUN sleep 60\n`, tags: [`${uniqueName()}:1`] }, { signal: controller.signal, onOutput })).rejects.toBe(reason);
});
