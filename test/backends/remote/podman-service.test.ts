import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../../engine/images.ts';
import { canHavePodman, PrivatePodman } from '../private-podman.ts';
import { processesNaming } from './processes-naming.ts';

const absent = canHavePodman();
const services = (): Promise<readonly string[]> => processesNaming('system\0service\0--time=0\0unix:///tmp/seaworthy-backend-');

describe.skipIf(absent !== undefined)(`a Podman without a socket${absent === undefined ? '' : ` (${absent})`}`, () => {
  let podman: PrivatePodman;
  let before: readonly string[];
  beforeAll(async () => {
    podman = await PrivatePodman.create([BUSYBOX]);
    before = await services();
  });
  afterAll(() => podman[Symbol.asyncDispose]());
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const started = async (): Promise<readonly string[]> => (await services()).filter((line) => !before.includes(line));

  it('is started for a stack, and ended with it', async () => {
    for (const name of ['CONTAINERS_CONF', 'CONTAINERS_STORAGE_CONF']) vi.stubEnv(name, podman.env[name]);
    vi.stubEnv('SEAWORTHY_BACKEND', 'podman:///usr/bin/podman');
    const stack = await up({ services: { app: { image: BUSYBOX, command: ['sleep', '600'], healthcheck: { test: ['CMD', 'true'], interval: '30s' } } } });
    try {
      expect((await stack.services.app.exec(['echo', 'here'])).stdout).toBe('here\n');
      expect((await started()).length).toBeGreaterThan(0);
    } finally {
      await stack.down({ timeoutMs: 0 });
      await stack[Symbol.asyncDispose]();
    }
    await expect.poll(started, { timeout: 15_000 }).toEqual([]);
  });

  it('says what Podman said when it does not start', async () => {
    const env = { ...podman.env, CONTAINERS_STORAGE_CONF: '/nowhere/storage.conf', SEAWORTHY_BACKEND: 'podman:///usr/bin/podman' };
    const error = await connectBackend({ env }).then((runtime) => (runtime.close(), new Error('it connected')), (reason: unknown) => reason as Error);
    expect(error.message).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        podman:///usr/bin/podman (SEAWORTHY_BACKEND=podman:///usr/bin/podman): /usr/bin/podman ended with exit code 1: stat /nowhere/storage.conf: no such file or directory
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
  });
});

describe.skipIf(process.platform === 'win32')('a program that a connection is made through', () => {
  /** A process that holds one, as plain JavaScript: what is tested is how it ends. */
  const hold = async (folder: string, ending: string): Promise<string> => {
    const source = await readFile(new URL('../../../src/engine/runtime/tied-process.ts', import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } });
    await writeFile(join(folder, 'tied-process.mjs'), outputText);
    await writeFile(
      join(folder, 'holder.mjs'),
      `import { startTiedProcess } from './tied-process.mjs';
const listen = "require('node:net').createServer().listen(process.argv[1])";
const { socket } = await startTiedProcess((path) => [process.execPath, '-e', listen, path], { env: process.env });
process.stdout.write(socket);
${ending}`,
    );
    return join(folder, 'holder.mjs');
  };

  it.each([
    ['it is killed', 'setInterval(() => {}, 1000);', 'SIGKILL'],
    ['it is interrupted', 'setInterval(() => {}, 1000);', 'SIGINT'],
    ['it has nothing more to do', '', undefined],
  ] as const)('ends with its process when %s, and leaves no folder', async (_how, ending, signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-tied-'));
    const holder = spawn(process.execPath, [await hold(folder, ending)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder } });
    const ended = once(holder, 'exit');
    const socket = String((await once(holder.stdout, 'data'))[0]);
    if (signal !== undefined) holder.kill(signal);
    await ended;
    await expect.poll(() => processesNaming(socket), { timeout: 15_000 }).toEqual([]);
    await expect.poll(() => readdir(folder), { timeout: 5_000 }).toEqual(['holder.mjs', 'tied-process.mjs']);
    await rm(folder, { recursive: true });
  });
});
