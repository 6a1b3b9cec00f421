import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBackend } from '../../../../src/engine/backends/connect-backend.ts';
import { detectBackends } from '../../../../src/engine/backends/detect-backends.ts';
import { startFakeEngine } from '../runtime/fake-engine.ts';

let directory: string;
const undo: (() => unknown)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'backends-'));
  undo.push(() => rm(directory, { recursive: true }));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A socket on which somebody listens and never answers. */
const listenSilently = async (): Promise<string> => {
  const path = join(directory, 'silent.sock');
  const server = createServer((socket) => undo.push(() => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return path;
};

const startEngine = async (): Promise<string> => {
  const engine = await startFakeEngine((_, response) => response.end('{"Driver":"fakefs","OperatingSystem":"none","Architecture":"none"}'));
  undo.push(() => engine.close());
  return engine.path;
};

const messageOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => new Error('it connected'),
    (reason: unknown) => reason as Error,
  );
  return error.message.replaceAll(directory, 'DIR');
};

test('falls through an absent socket, a silent one and a bad address to the engine that answers', async () => {
  const engine = await startEngine();
  const env = { SEAWORTHY_BACKEND: [join(directory, 'absent.sock'), await listenSilently(), 'ftp://x', engine].join(',') };
  const began = performance.now();
  const runtime = await connectBackend({ env, answerWithinMs: 300 });
  undo.push(() => runtime.close());
  expect(runtime.endpoint).toBe(`unix://${engine}`);
  expect(performance.now() - began).toBeGreaterThan(290);
});

test('gives an engine that is slow a second chance when no other answers', async () => {
  let asked = 0;
  const path = join(directory, 'slow.sock');
  const server = createWebServer(({ url }, response) => {
    if (url === '/version') asked += 1;
    setTimeout(() => response.end('{"ApiVersion":"1.41"}'), 300);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  undo.push(() => server.close());
  const runtime = await connectBackend({ env: { DOCKER_HOST: `unix://${path}` }, answerWithinMs: 100 });
  runtime.close();
  expect(asked).toBe(2);
});

test('lists each place, what pointed there and why it failed, when nothing answers', async () => {
  const env = { SEAWORTHY_BACKEND: `${join(directory, 'absent.sock')},${await listenSilently()},fd://me,tcp://127.0.0.1:1` };
  const failing = connectBackend({ env, answerWithinMs: 100 });
  await expect(failing).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE', tried: { length: 4 } });
  expect(await messageOf(failing)).toMatchInlineSnapshot(`
    "No container engine answers. Tried:
      DIR/absent.sock (SEAWORTHY_BACKEND=DIR/absent.sock): there is no such socket (ENOENT)
      DIR/silent.sock (SEAWORTHY_BACKEND=DIR/silent.sock): it did not answer within 0.5 s
      fd://me (SEAWORTHY_BACKEND=fd://me): the scheme "fd" is unknown
      tcp://127.0.0.1:1 (SEAWORTHY_BACKEND=tcp://127.0.0.1:1): nothing listens there (ECONNREFUSED)
    Nothing else was tried, because the environment names the engine: correct the variable or unset it."
  `);
});

test('says who may use a socket that denies access', async () => {
  const path = await listenSilently();
  await chmod(path, 0o000);
  await chmod(directory, 0o755);
  const { seteuid } = process;
  const isRoot = process.geteuid?.() === 0;
  // Loads what connecting needs while everything may still be read.
  await messageOf(connectBackend({ env: { DOCKER_HOST: `unix://${join(directory, 'absent.sock')}` } }));
  if (isRoot) seteuid?.(65_534);
  try {
    const failing = connectBackend({ env: { SEAWORTHY_BACKEND: `${join(directory, 'absent.sock')},${path}` } });
    await expect(failing).rejects.toMatchObject({ code: 'BACKEND_PERMISSION' });
    expect(await messageOf(failing)).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        DIR/absent.sock (SEAWORTHY_BACKEND=DIR/absent.sock): there is no such socket (ENOENT)
        DIR/silent.sock (SEAWORTHY_BACKEND=DIR/silent.sock): permission denied (EACCES)
      Give this user access to the socket: on Linux add it to the group that owns it (sudo usermod -aG docker "$USER") and log in again, or use a rootless engine."
    `);
  } finally {
    if (isRoot) seteuid?.(0);
  }
});

test('says so when what answers is no engine', async () => {
  const path = join(directory, 'web.sock');
  const server = createWebServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  expect(await messageOf(connectBackend({ env: { DOCKER_HOST: `unix://${path}` } }))).toMatchInlineSnapshot(`
    "No container engine answers. Tried:
      unix://DIR/web.sock (DOCKER_HOST): it does not describe itself as a Docker-compatible engine
    Nothing else was tried, because the environment names the engine: correct the variable or unset it."
  `);
});

test('rejects with the reason of the signal while it waits for a silent socket', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);
  const began = performance.now();
  await expect(connectBackend({ env: { DOCKER_HOST: `unix://${await listenSilently()}` }, signal: controller.signal })).rejects.toBe(reason);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('detects what is ready and what is not, in the order of preference', async () => {
  const engine = await startEngine();
  const absent = join(directory, 'absent.sock');
  const silent = await listenSilently();
  expect(await detectBackends({ env: { SEAWORTHY_BACKEND: `${absent},${silent},${engine}` }, answerWithinMs: 500 })).toEqual([
    { endpoint: absent, source: `SEAWORTHY_BACKEND=${absent}`, state: 'unavailable', reason: 'there is no such socket (ENOENT)' },
    { endpoint: silent, source: `SEAWORTHY_BACKEND=${silent}`, state: 'silent', reason: 'it did not answer within 0.5 s' },
    { endpoint: engine, source: `SEAWORTHY_BACKEND=${engine}`, state: 'ready', name: 'docker', kind: 'docker', facts: { kind: 'docker', version: 'fake', apiVersion: '1.41', os: 'linux', arch: 'none' }, info: { rootless: false, arch: 'none', storageDriver: 'fakefs', operatingSystem: 'none' } },
  ]);
});
