import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { create, exec, list, run, runOnce, type ContainerSpec } from '../../../src/container.ts';
import { BUSYBOX } from '../images.ts';
import { failureOf } from './failure.ts';

const forever = ['sleep', '600'];
const wrong = async (spec: object): Promise<unknown> => failureOf(create(spec as ContainerSpec));
const ours = async (): Promise<readonly string[]> => (await list({ all: true, labels: [`seaworthy.owner.pid=${String(process.pid)}`] })).map(({ name }) => name);

test('refuses what is wrong, all at once, before anything is created', async () => {
  expect(await wrong({ image: BUSYBOX, command: 'true', enviroment: {}, memory: '1g', privilegd: true })).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "4 problems in the container

    command: unknown key; did you mean "cmd"?

    enviroment: unknown key; did you mean "env"?

    memory: unknown key; did you mean "mem_limit"?

    privilegd: unknown key; did you mean "privileged"?",
      "name": "SpecError",
    }
  `);
  expect(await wrong({ name: '-x', network: [], rm: 'yes', workdir: 7, restart: 'always', seccomp: '' })).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "6 problems in the container

    image: expected the name of an image, found nothing

    name: expected a name of letters, digits, "_", "." and "-" that begins with a letter or digit, found "-x"

    workdir: expected a path in the container, found 7

    network: expected the name of a network, or a list of names, found []

    rm: expected true or false, found "yes"

    seccomp: expected "default", "unconfined" or the path of a profile, found """,
      "name": "SpecError",
    }
  `);
  expect(await wrong({ image: BUSYBOX, cmd: { run: 1 }, env: 7, mem_limit: 'lots', ports: ['80:http'], healthcheck: { test: ['true'], intervall: '1s' }, network: ['a', 'a'] })).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "7 problems in the container

    cmd: expected a string or a list, found a mapping

    env: expected a mapping or a list, found the number 7

    healthcheck.intervall: unknown key; did you mean "interval"?

    network[1]: the entry "a" stands twice; remove one

    ports[0]: the port "80:http" has an invalid container port "http"; write it as "80", "8080:80", "127.0.0.1:8080:80" or "8000-8010:8000-8010/udp"

    mem_limit: "lots" is not a size; write it as "64m", "1.5g" or a number of bytes

    healthcheck.test: must start with "CMD", "CMD-SHELL" or "NONE", found "true"; write the test as one string to run it in a shell",
      "name": "SpecError",
    }
  `);
  expect(await wrong({ image: BUSYBOX, rm: true, restart: 'always' })).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "1 problem in the container

    rm: a container that is restarted cannot be removed when it ends; keep "rm" or "restart"",
      "name": "SpecError",
    }
  `);
  expect(await wrong([] as never)).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "1 problem in the container

    expected an object with an "image", found []",
      "name": "SpecError",
    }
  `);
  expect(await ours()).toEqual([]);
});

test('refuses what is not there, and a name that is taken', async () => {
  const name = `spec-${String(process.pid)}`;
  expect(await failureOf(create({ image: BUSYBOX, name, network: 'seaworthy-absent' }), name)).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "The network "seaworthy-absent" of container "NAME" is not on the engine.
      Create it with "docker network create seaworthy-absent", or name one of a stack's: "<project>_default".",
      "name": "StartError",
    }
  `);
  expect(await failureOf(create({ image: 'seaworthy-absent/none:1', name }, { pull: 'never' }), name)).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "The image "seaworthy-absent/none:1" is not on the engine, and pull is "never".
      Pull or build it first, or leave pull out.",
      "name": "ImageError",
    }
  `);
  const { message: unbound } = await failureOf(create({ image: BUSYBOX, name, volumes: [{ type: 'bind', source: '/seaworthy/absent', target: '/x' }] }), name);
  expect(unbound).toContain('/seaworthy/absent');
  await using taken = await create({ image: BUSYBOX, name });
  const again = await failureOf(create({ image: BUSYBOX, name, volumes: [`${name}-data:/data`] }), name);
  expect(again).toMatchObject({ name: 'StartError', code: 'RESOURCE_CONFLICT' });
  // The one that has the name is not touched.
  expect((await list({ all: true })).map(({ id }) => id)).toContain(taken.id);
  expect(await failureOf(run({ image: BUSYBOX, cmd: ['no-such-program'] }))).toMatchObject({ name: 'StartError', code: 'START_REJECTED', message: expect.stringContaining('no-such-program') });
});

test('takes a seccomp profile from its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-seccomp-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const profile = join(folder, 'profile.json');
  await writeFile(profile, JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }] }));
  await using box = await run({ image: BUSYBOX, cmd: forever, seccomp: profile });
  expect(await exec(box, ['mkdir', '/tmp/new'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Operation not permitted') });
  expect(await failureOf(create({ image: BUSYBOX, security_opt: [`seccomp=${join(folder, 'none')}`] }), folder)).toMatchInlineSnapshot(`
    {
      "code": "SPEC_FILE_UNREADABLE",
      "message": "1 problem in the container

    security_opt[0]: cannot read the seccomp profile NAME/none: it does not exist; name a file with a profile in JSON, or "unconfined" in its place",
      "name": "SpecError",
    }
  `);
  await writeFile(profile, '{');
  expect(await failureOf(create({ image: BUSYBOX, seccomp: profile }), folder)).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "1 problem in the container

    seccomp: the seccomp profile NAME/profile.json is not JSON; name a file with a profile in JSON, or "unconfined" in its place",
      "name": "SpecError",
    }
  `);
  expect(await failureOf(create({ image: BUSYBOX, seccomp: join(folder, 'none') }), folder)).toMatchInlineSnapshot(`
    {
      "code": "SPEC_FILE_UNREADABLE",
      "message": "1 problem in the container

    seccomp: cannot read the seccomp profile NAME/none: it does not exist; name a file with a profile in JSON, or "unconfined" in its place",
      "name": "SpecError",
    }
  `);
  expect((await runOnce(BUSYBOX, ['mkdir', '/tmp/new'])).exitCode).toBe(0);
});
