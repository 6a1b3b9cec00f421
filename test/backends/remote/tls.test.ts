import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from '../../faults/private-engine.ts';
import { Authority } from './certificates.ts';
import { openDoor } from './into-namespace.ts';

const PORT = 2376;

describe.skipIf(!canHavePrivateEngine())('an engine that listens with TLS', () => {
  let folder: string;
  let engine: PrivateEngine;
  let door: Awaited<ReturnType<typeof openDoor>>;
  let client: string;
  let stranger: string;
  let host: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-tls-'));
    const authority = await Authority.found(join(folder, 'authority'));
    const server = await authority.sign('server', 'serverAuth', 'IP:127.0.0.1');
    client = await authority.sign('client', 'clientAuth');
    stranger = await (await Authority.found(join(folder, 'stranger'))).sign('client', 'clientAuth');
    const tls = ['--tlsverify', `--tlscacert=${server}/ca.pem`, `--tlscert=${server}/cert.pem`, `--tlskey=${server}/key.pem`];
    engine = await PrivateEngine.start([BUSYBOX], { flags: [`--host=tcp://127.0.0.1:${String(PORT)}`, ...tls] });
    door = await openDoor({ pid: engine.namespacePid, port: PORT, socket: join(folder, 'door.sock') });
    host = `tcp://127.0.0.1:${String(door.port)}`;
  });
  afterAll(async () => {
    await door[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const messageFor = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const error = await connectBackend({ env: { DOCKER_HOST: host, ...env } }).then((runtime) => (runtime.close(), new Error('it connected')), (reason: unknown) => reason as Error);
    return error.message.replaceAll(folder, 'DIR').replaceAll(String(door.port), 'PORT');
  };

  it('carries a whole stack, when the environment names the keys', async () => {
    vi.stubEnv('DOCKER_HOST', host);
    vi.stubEnv('DOCKER_TLS_VERIFY', '1');
    vi.stubEnv('DOCKER_CERT_PATH', client);
    await using stack = await up({ services: { app: { image: BUSYBOX, command: ['sh', '-c', 'echo up; exec sleep 600'], healthcheck: { test: ['CMD', 'true'] } } } });
    expect((await stack.services.app.exec(['cat'], { stdin: 'through TLS' })).stdout).toBe('through TLS');
    expect((await stack.services.app.logs()).map(({ text }) => text)).toEqual(['up']);
    await stack.down({ timeoutMs: 0 });
  });

  it('is reached by a Docker context that has the keys', async () => {
    const config = join(folder, 'config');
    const hash = createHash('sha256').update('far').digest('hex');
    await mkdir(join(config, 'contexts/meta', hash), { recursive: true });
    await writeFile(join(config, 'contexts/meta', hash, 'meta.json'), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }));
    await cp(client, join(config, 'contexts/tls', hash, 'docker'), { recursive: true });
    const runtime = await connectBackend({ env: { DOCKER_CONFIG: config, DOCKER_CONTEXT: 'far' } });
    expect(runtime.endpoint).toBe(host);
    expect(await runtime.containers.list([])).toEqual([]);
    runtime.close();
  });

  it('is refused when it is not who it should be, and refuses who may not use it', async () => {
    const keys = (path: string): NodeJS.ProcessEnv => ({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: path });
    const onlyAuthority = join(folder, 'only-authority');
    await mkdir(onlyAuthority);
    await cp(join(client, 'ca.pem'), join(onlyAuthority, 'ca.pem'));
    const broken = join(folder, 'broken');
    await cp(client, broken, { recursive: true });
    await writeFile(join(broken, 'key.pem'), 'no key');
    expect(await messageFor(keys(stranger))).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): its certificate is signed by an authority that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor(keys(onlyAuthority))).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): it refuses the certificate of the client (ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ DOCKER_TLS: '1', DOCKER_CERT_PATH: stranger })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): it refuses the certificate of the client (ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor(keys(broken))).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): a certificate or key for it cannot be read: error:1E08010C:DECODER routines::unsupported
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor(keys(join(folder, 'absent')))).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): DIR/absent/ca.pem cannot be read, and DOCKER_TLS_VERIFY asks to verify by it
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({ ...keys(client), DOCKER_HOST: `tcp://localhost:${String(door.port)}` })).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://localhost:PORT (DOCKER_HOST): its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
    expect(await messageFor({})).toMatchInlineSnapshot(`
      "No container engine answers. Tried:
        tcp://127.0.0.1:PORT (DOCKER_HOST): Could not ask for the version: the engine answered 400, "Client sent an HTTP request to an HTTPS server.". Correct what the engine names, or read the engine's log.
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
  });
});
