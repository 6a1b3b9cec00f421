import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX, NGINX } from '../../engine/images.ts';
import { processesNaming } from './processes-naming.ts';
import { canHaveSshServer, SshServer } from './ssh-server.ts';

const absent = canHaveSshServer();

describe.skipIf(absent !== undefined)(`an engine behind SSH${absent === undefined ? '' : ` (${absent})`}`, () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await SshServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const tunnels = (): Promise<readonly string[]> => processesNaming(`-p ${String(server.port)}`.replace(' ', '\0'));
  const messageFor = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const error = await connectBackend({ env }).then((runtime) => (runtime.close(), new Error('it connected')), (reason: unknown) => reason as Error);
    // Which of the two it is depends on whether the request was on its way already.
    return error.message.replaceAll(String(server.port), 'PORT').replace(/E(PIPE|CONNRESET)/, 'BROKEN');
  };

  it('carries a whole stack, through one ssh that ends with it', async () => {
    vi.stubEnv('PATH', (await server.env('client'))['PATH']);
    vi.stubEnv('DOCKER_HOST', server.url);
    const stack = await up({ services: { web: { image: NGINX, ports: ['80'] }, app: { image: BUSYBOX, command: ['sh', '-c', 'echo up; exec sleep 600'] } } });
    try {
      expect((await stack.services.app.exec(['cat'], { stdin: 'through SSH' })).stdout).toBe('through SSH');
      const lines = await Promise.all(Array.from({ length: 20 }, () => stack.services.app.logs()));
      expect(new Set(lines.map(([line]) => line?.text))).toEqual(new Set(['up']));
      expect((await fetch(stack.services.web.url(80))).status).toBe(200);
      expect((await tunnels()).filter((line) => line.startsWith('/usr/bin/ssh'))).toHaveLength(1);
    } finally {
      await stack[Symbol.asyncDispose]();
    }
    await expect.poll(tunnels, { timeout: 10_000 }).toEqual([]);
  });

  it('is not waited for when ssh says why it cannot be reached', async () => {
    const { url: DOCKER_HOST } = server;
    expect(await messageFor({ ...(await server.env('stranger')), DOCKER_HOST })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        ssh://root@127.0.0.1:PORT (DOCKER_HOST): ssh ended with exit code 255: root@127.0.0.1: Permission denied (publickey,keyboard-interactive).
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ ...(await server.env('client', 'nowhere')), DOCKER_HOST })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        ssh://root@127.0.0.1:PORT (DOCKER_HOST): ssh ended with exit code 255: Host key verification failed.
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ ...(await server.env('client')), DOCKER_HOST: 'ssh://127.0.0.1:1' })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        ssh://127.0.0.1:1 (DOCKER_HOST): ssh ended with exit code 255: ssh: connect to host 127.0.0.1 port 1: Connection refused
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ ...(await server.env('client')), DOCKER_HOST: `${DOCKER_HOST}/no/such.sock` })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        ssh://root@127.0.0.1:PORT/no/such.sock (DOCKER_HOST): the connection broke (BROKEN)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ PATH: '/nowhere', DOCKER_HOST })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        ssh://root@127.0.0.1:PORT (DOCKER_HOST): ssh ended with exit code 127: sh: 3: ssh: not found
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    await expect.poll(tunnels, { timeout: 10_000 }).toEqual([]);
  });
});
