import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeAuth, findAllRegistryLogins, findRegistryLogin } from '../../../../src/engine/runtime/registry-auth.ts';

let directory: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'registry auth '));
  env = { DOCKER_CONFIG: directory, PATH: `${directory}:${process.env['PATH'] ?? ''}` };
});
afterEach(() => rm(directory, { recursive: true }));

const basic = (text: string): { readonly auth: string } => ({ auth: Buffer.from(text).toString('base64') });

const configure = (config: object): Promise<void> => writeFile(join(directory, 'config.json'), JSON.stringify(config));

/** A credential helper that answers with this shell text; `$server` is what it was asked for. */
const installHelper = async (name: string, script: string): Promise<void> => {
  const file = join(directory, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\nread -r server || true\n${script}\n`);
  await chmod(file, 0o755);
};

test('has no credentials without a configuration', async () => {
  expect(await findRegistryLogin('docker.io', env)).toEqual({});
});

test('finds what docker login wrote for Docker Hub', async () => {
  await configure({ auths: { 'https://index.docker.io/v1/': basic('me:se:cret') } });
  expect(await findRegistryLogin('docker.io', env)).toEqual({ auth: { username: 'me', password: 'se:cret', serveraddress: 'https://index.docker.io/v1/' } });
});

test('matches a registry by its host, whatever scheme and path the key has', async () => {
  await configure({ auths: { 'https://registry.example:5000/v2/': basic('me:secret') } });
  expect(await findRegistryLogin('registry.example:5000', env)).toEqual({ auth: { username: 'me', password: 'secret', serveraddress: 'registry.example:5000' } });
  expect(await findRegistryLogin('registry.example', env)).toEqual({});
});

test('prefers an identity token', async () => {
  await configure({ auths: { 'ghcr.io': { ...basic('me:'), identitytoken: 'token' } } });
  expect(await findRegistryLogin('ghcr.io', env)).toEqual({ auth: { identitytoken: 'token', serveraddress: 'ghcr.io' } });
});

test('takes DOCKER_AUTH_CONFIG instead of the file', async () => {
  await configure({ auths: { 'ghcr.io': basic('file:x') } });
  const inline = { ...env, DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': basic('inline:x') } }) };
  expect((await findRegistryLogin('ghcr.io', inline)).auth).toMatchObject({ username: 'inline' });
});

test('asks the helper of a registry, over standard input', async () => {
  await configure({ credHelpers: { 'ghcr.io': 'mine' }, auths: { 'ghcr.io': basic('file:x') } });
  await installHelper('mine', 'echo "{\\"Username\\":\\"$server\\",\\"Secret\\":\\"$1 $#\\"}"');
  expect(await findRegistryLogin('ghcr.io', env)).toEqual({ auth: { username: 'ghcr.io', password: 'get 1', serveraddress: 'ghcr.io' } });
});

test('asks the store for every registry, and knows its tokens', async () => {
  await configure({ credsStore: 'mine' });
  await installHelper('mine', 'echo \'{"Username":"<token>","Secret":"t"}\'');
  expect(await findRegistryLogin('docker.io', env)).toEqual({ auth: { identitytoken: 't', serveraddress: 'https://index.docker.io/v1/' } });
});

test('goes on without credentials when the helper has none', async () => {
  await configure({ credsStore: 'mine' });
  await installHelper('mine', 'echo "credentials not found in native keychain"; exit 1');
  expect(await findRegistryLogin('docker.io', env)).toEqual({});
});

test('says why configured credentials could not be had', async () => {
  await configure({ credsStore: 'absent' });
  expect(await findRegistryLogin('docker.io', env)).toMatchInlineSnapshot(`
    {
      "problem": "the credential helper docker-credential-absent failed (spawn docker-credential-absent ENOENT)",
    }
  `);
  await configure({ credsStore: 'locked' });
  await installHelper('locked', 'echo "the keychain is locked"; exit 1');
  expect(await findRegistryLogin('docker.io', env)).toMatchInlineSnapshot(`
    {
      "problem": "the credential helper docker-credential-locked failed (the keychain is locked)",
    }
  `);
  await configure({ credsStore: 'odd' });
  await installHelper('odd', 'echo hello');
  expect(await findRegistryLogin('docker.io', env)).toMatchInlineSnapshot(`
    {
      "problem": "the credential helper docker-credential-odd failed (its answer is not JSON)",
    }
  `);
  expect((await findRegistryLogin('docker.io', { ...env, DOCKER_AUTH_CONFIG: '{' })).problem).toContain('DOCKER_AUTH_CONFIG could not be read');
});

test('ends a helper that does not answer when the signal aborts', async () => {
  await configure({ credsStore: 'slow' });
  await installHelper('slow', 'exec sleep 60');
  const reason = new Error('enough');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 100);
  await expect(findRegistryLogin('docker.io', env, controller.signal)).rejects.toBe(reason);
});

test('collects the credentials of all registries for a build', async () => {
  await configure({ auths: { 'https://index.docker.io/v1/': basic('hub:x'), 'ghcr.io': {} }, credHelpers: { 'quay.io': 'mine' } });
  await installHelper('mine', 'echo \'{"Username":"me","Secret":"s"}\'');
  expect(await findAllRegistryLogins(env)).toEqual({
    'https://index.docker.io/v1/': { username: 'hub', password: 'x', serveraddress: 'https://index.docker.io/v1/' },
    'quay.io': { username: 'me', password: 's', serveraddress: 'quay.io' },
  });
});

test('writes a header that an engine reads whatever its length: URL-safe, and padded', () => {
  for (const password of ['', 'a', 'ab', '?>?>?>']) {
    const written = encodeAuth({ password });
    expect(written).toMatch(/^[\w-]+={0,2}$/);
    expect(written.length % 4).toBe(0);
    expect(JSON.parse(Buffer.from(written, 'base64url').toString())).toEqual({ password });
  }
});
