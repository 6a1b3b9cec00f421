import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildImage, imageExists, inspectImage, listImages, pullImage, removeImage, run, type PullProgress } from '../../../src/container.ts';
import { failureOf } from '../container/failure.ts';
import { ACCOUNT, buildFreshImage, type Registry, startGateway, startRegistry, uniqueName } from './registry.ts';

/** A failure with the addresses taken out, which differ from run to run. */
const pullFailure = async (reference: string, options: Parameters<typeof pullImage>[1] = {}): Promise<{ readonly code: unknown; readonly message: string }> => {
  const { code, message } = await failureOf(pullImage(reference, options));
  return { code, message: message.replace(/127\.0\.0\.1:\d+(->127\.0\.0\.1:\d+)?/g, 'REGISTRY') };
};

let image: string;
let open: Registry;
let locked: Registry;
let digest: string;
beforeAll(async () => {
  [image, open, locked] = await Promise.all([buildFreshImage(2), startRegistry({ auth: false }), startRegistry({ auth: true })]);
  [digest] = await Promise.all([open.push(image, 'team/app:1'), locked.push(image, 'team/secret:1')]);
  // What the engine has is not pulled.
  await removeImage(image, { force: true });
});
afterAll(async () => {
  await Promise.all([open, locked].map((registry) => registry[Symbol.asyncDispose]()));
});

describe('a registry that answers', () => {
  test('gives the image, says how far it is, and is asked by digest too', async () => {
    const reference = `${open.host}/team/app:1`;
    const progress: PullProgress[] = [];
    const pulled = await pullImage(reference, { onProgress: (step) => progress.push(step) });
    expect(pulled).toMatchObject({ tags: [reference], os: 'linux', digests: [`${open.host}/team/app@${digest}`] });
    const downloading = progress.filter(({ status, layer }) => status === 'Downloading' && layer !== undefined);
    expect(downloading.length).toBeGreaterThan(0);
    expect(downloading[0]).toMatchObject({ current: expect.any(Number), total: expect.any(Number) });
    expect((await listImages()).map(({ id }) => id)).toContain(pulled.id);
    await removeImage(reference);
    expect(await imageExists(reference)).toBe(false);

    const byDigest = `${open.host}/team/app@${digest}`;
    await using box = await run({ image: byDigest, cmd: ['true'] });
    expect((await inspectImage(byDigest)).id).toBe(pulled.id);
    await box[Symbol.asyncDispose]();
    await removeImage(byDigest);
  });

  test('has no such tag, no such repository, no such digest', async () => {
    expect(await pullFailure(`${open.host}/team/app:2`)).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/app:2": the engine answered 404, "manifest for REGISTRY/team/app:2 not found: manifest unknown: manifest unknown". Correct the name or the tag, or push the image to REGISTRY first.",
      }
    `);
    expect(await pullFailure(`${open.host}/team/other:1`)).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/other:1": the engine answered 404, "manifest for REGISTRY/team/other:1 not found: manifest unknown: manifest unknown". Correct the name or the tag, or push the image to REGISTRY first.",
      }
    `);
    expect(await pullFailure(`${open.host}/team/app@sha256:${'0'.repeat(64)}`)).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/app@sha256:ID": the engine answered 404, "manifest for REGISTRY/team/app@sha256:ID not found: manifest unknown: manifest unknown". Correct the name or the tag, or push the image to REGISTRY first.",
      }
    `);
  });

  test('has the image for another platform only', async () => {
    const { code, message } = await pullFailure(`${open.host}/team/app:1`, { platform: 'linux/s390x' });
    expect(code).toMatch(/^IMAGE_(PULL|MISSING)$/);
    expect(message).toContain('linux/s390x');
    if (await imageExists(`${open.host}/team/app:1`)) await removeImage(`${open.host}/team/app:1`);
  });
});

describe('a registry in trouble', () => {
  const isManifest = (url: string | undefined): boolean => url?.includes('/manifests/') === true;

  test('is asked again after errors of its own and after a connection that it dropped', async () => {
    let troubles = 0;
    await using gateway = await startGateway(open, (request, response) => {
      if (!isManifest(request.url) || troubles === 2) return false;
      troubles += 1;
      if (troubles === 1) response.writeHead(503).end('overloaded');
      else response.destroy();
      return true;
    });
    const reference = `${gateway.host}/team/app:1`;
    const said: string[] = [];
    await pullImage(reference, { onProgress: ({ status }) => said.push(status) });
    expect(troubles).toBe(2);
    expect(said.filter((status) => status.endsWith('trying again')).length).toBeGreaterThan(0);
    await removeImage(reference);
  });

  test('is given up in the end', async () => {
    await using gateway = await startGateway(open, (request, response) => {
      if (!isManifest(request.url)) return false;
      response.writeHead(500).end('no');
      return true;
    });
    expect(await pullFailure(`${gateway.host}/team/app:1`)).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/app:1" in 3 attempts: the engine answered 500, "received unexpected HTTP status: 500 Internal Server Error". The registry may be overloaded: try again later, or build or load "REGISTRY/team/app:1" instead.",
      }
    `);
    expect(gateway.requests.filter(isManifest).length).toBeGreaterThanOrEqual(3);
  });

  test('refuses the connection', async () => {
    expect(await pullFailure('127.0.0.1:9/team/app:1')).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/app:1": the engine answered 500, "Get "http://REGISTRY/v2/": dial tcp REGISTRY: connect: connection refused". Check that REGISTRY runs and can be reached from the engine, or build or load "REGISTRY/team/app:1" instead.",
      }
    `);
  });

  test('is not waited for after the signal, in the middle of a layer', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    await using gateway = await startGateway(open, (request, response) => {
      if (request.url?.includes('/blobs/') !== true) return false;
      response.writeHead(200, { 'content-length': '1000000000' });
      response.write('x');
      controller.abort(reason);
      return true;
    });
    await expect(pullImage(`${gateway.host}/team/app:1`, { signal: controller.signal })).rejects.toBe(reason);
    expect(await imageExists(`${gateway.host}/team/app:1`)).toBe(false);
  });
});

describe('a registry that asks who is there', () => {
  const before = { config: process.env['DOCKER_CONFIG'], path: process.env['PATH'] };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-config-'));
    process.env['DOCKER_CONFIG'] = folder;
    process.env['PATH'] = `${folder}:${before.path ?? ''}`;
  });
  afterEach(async () => {
    if (before.config === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = before.config;
    process.env['PATH'] = before.path;
    await rm(folder, { recursive: true });
  });

  const configure = (config: object): Promise<void> => writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const basic = (password: string): { readonly auth: string } => ({ auth: Buffer.from(`${ACCOUNT.username}:${password}`).toString('base64') });
  const installHelper = async (script: string): Promise<void> => {
    const file = join(folder, 'docker-credential-harbour');
    await writeFile(file, `#!/bin/sh\nread -r server || true\n[ "$1" = get ] || exit 9\n${script}\n`);
    await chmod(file, 0o755);
  };
  const answer = `printf '{"ServerURL":"%s","Username":"${ACCOUNT.username}","Secret":"${ACCOUNT.password}"}' "$server"`;
  const secret = (): string => `${locked.host}/team/secret:1`;
  const pullAndRemove = async (): Promise<void> => {
    expect((await pullImage(secret())).tags).toEqual([secret()]);
    await removeImage(secret());
  };

  test('takes what docker login wrote, and what a helper or a store has', async () => {
    await configure({ auths: { [locked.host]: basic(ACCOUNT.password) } });
    await pullAndRemove();
    await installHelper(`[ "$server" = "${locked.host}" ] || exit 8\n${answer}`);
    await configure({ credHelpers: { [locked.host]: 'harbour' } });
    await pullAndRemove();
    await configure({ auths: { [locked.host]: {} }, credsStore: 'harbour' });
    await pullAndRemove();
  });

  test('refuses no account, a wrong one, and says why there was none; no secret is in the error', async () => {
    expect(await pullFailure(secret())).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/secret:1": the engine answered 500, "Head "http://REGISTRY/v2/team/secret/manifests/1": no basic auth credentials". No credentials are stored for REGISTRY: log in with "docker login REGISTRY", or correct the name of the image.",
      }
    `);
    await configure({ auths: { [locked.host]: basic('wrong-password') } });
    const wrong = await pullFailure(secret());
    expect(wrong).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/secret:1": the engine answered 500, "unauthorized: authentication required". The credentials that are stored for REGISTRY were not accepted: log in again with "docker login REGISTRY", and check that this account may read the image.",
      }
    `);
    expect(wrong.message).not.toContain('wrong-password');
    await installHelper('echo "the keyring is locked"; exit 1');
    await configure({ credHelpers: { [locked.host]: 'harbour' } });
    expect(await pullFailure(secret())).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/secret:1": the engine answered 500, "Head "http://REGISTRY/v2/team/secret/manifests/1": no basic auth credentials". No credentials were sent: the credential helper docker-credential-harbour failed (the keyring is locked). Repair that, or log in with "docker login REGISTRY".",
      }
    `);
    await configure({ credHelpers: { [locked.host]: 'absent' } });
    expect(await pullFailure(secret())).toMatchInlineSnapshot(`
      {
        "code": "IMAGE_PULL",
        "message": "Could not pull image "REGISTRY/team/secret:1": the engine answered 500, "Head "http://REGISTRY/v2/team/secret/manifests/1": no basic auth credentials". No credentials were sent: the credential helper docker-credential-absent failed (spawn docker-credential-absent ENOENT). Repair that, or log in with "docker login REGISTRY".",
      }
    `);
  });

  // BuildKit asks the registry with no account at first, and then for one; the classic builder has them all beforehand.
  test.each([
    ['the classic builder', '', 'no basic auth credentials'],
    ['BuildKit', 'RUN --mount=type=tmpfs,target=/scratch true\n', '401 Unauthorized'],
  ])('is asked with the same account for the image that a build with %s starts from', async (_builder, more, words) => {
    const spec = { context: folder, dockerfile_inline: `FROM ${secret()}\n${more}`, tags: [`${uniqueName()}:1`] };
    const refused = await failureOf(buildImage(spec));
    expect(refused).toMatchObject({ name: 'ImageError', code: 'IMAGE_BUILD', message: expect.stringContaining(words) });
    expect(refused).toHaveProperty('message', expect.stringMatching(/\nLog in to the registry of the image that it starts from, with "docker login", or correct the name of that image\.$/));
    await configure({ auths: { [locked.host]: basic(ACCOUNT.password) } });
    const built = await buildImage(spec);
    expect(built.tags).toContain(spec.tags[0]);
    await removeImage(built.id, { force: true });
  });
});
