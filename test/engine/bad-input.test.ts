import { createServer, type Server } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { up, type StackSource } from '../../src/index.ts';
import { BUSYBOX, REDIS } from './images.ts';
import { projectsLike } from './left-in-engine.ts';

/** Every stack here is called this, so that anything left of it is found. */
const NAME = 'badinput';
const app = { image: BUSYBOX, command: ['sleep', '600'] };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seaworthy-bad-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
  expect(await projectsLike(`${NAME}-`)).toEqual([]);
});

const file = async (text: string): Promise<string> => {
  const path = join(directory, 'compose.yaml');
  await writeFile(path, text);
  return path;
};

/** The whole text of the error, without what differs from run to run. */
const refusal = async (source: StackSource, options: Parameters<typeof up>[1] = {}): Promise<string> => {
  try {
    await using stack = await up(source, options);
    return `no error; ${stack.project} is up`;
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return `${name} ${code}\n${message}`
      .replaceAll(directory, '<dir>')
      .replaceAll(process.cwd(), '<cwd>')
      .replace(/badinput-[0-9a-f]{8}/g, 'badinput-<id>')
      .replaceAll(BUSYBOX, '<busybox>')
      .replaceAll(REDIS, '<redis>')
      // Each release of an engine has words of its own.
      .replace(/the engine answered \d+, ".*"\. /, 'the engine answered <status and words>. ')
      .replace(/\b[0-9a-f]{12}\b/g, '<hash>');
  }
};

describe('a document that cannot be used is refused before anything is created', () => {
  it('a file that is not there', async () => {
    expect(await refusal(join(directory, 'compose.yaml'))).toMatchInlineSnapshot(`
      "SpecError SPEC_FILE_UNREADABLE
      cannot read the Compose file <dir>/compose.yaml: it does not exist (working directory: <cwd>); check the path, or give an absolute one"
    `);
  });

  it('broken YAML', async () => {
    expect(await refusal(await file('name: badinput\nservices:\n  web:\n    image: "nginx\n'))).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      1 problem in <dir>/compose.yaml

      <dir>/compose.yaml:4:12: not valid YAML: the quote " that opens here is never closed; add the closing one
         4 |     image: "nginx
           |            ^"
    `);
  });

  it('an unknown key', async () => {
    expect(await refusal(await file('name: badinput\nservices:\n  web:\n    image: nginx\n    healthcheck:\n      intervall: 5s\n'))).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      1 problem in <dir>/compose.yaml

      <dir>/compose.yaml:6:7 services.web.healthcheck.intervall: unknown key; did you mean "interval"?
         6 |       intervall: 5s
           |       ^"
    `);
  });

  it('a wrong type, in a file and in an object', async () => {
    expect(await refusal(await file('name: badinput\nservices:\n  web:\n    image: nginx\n    ports: 80\n'))).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      1 problem in <dir>/compose.yaml

      <dir>/compose.yaml:5:12 services.web.ports: expected a list, found the number 80
         5 |     ports: 80
           |            ^"
    `);
    expect(await refusal({ name: NAME, services: { web: { image: 'nginx', ports: 80 as never } } })).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      1 problem in the stack

      services.web.ports: expected a list, found the number 80"
    `);
  });

  it('a cycle', async () => {
    expect(await refusal({ name: NAME, services: { a: { ...app, depends_on: ['b'] }, b: { ...app, depends_on: ['c'] }, c: { ...app, depends_on: ['a'] } } })).toMatchInlineSnapshot(`
      "SpecError SPEC_CYCLE
      1 problem in the stack

      services.a.depends_on.b: services depend on each other in a cycle: a -> b -> c -> a"
    `);
  });

  it('an unknown dependency', async () => {
    expect(await refusal({ name: NAME, services: { web: { ...app, depends_on: ['bd'] }, db: app } })).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      1 problem in the stack

      services.web.depends_on.bd: depends on the service "bd", which is not defined; defined are web, db"
    `);
  });

  it('an undeclared volume and an undeclared network, both in one error', async () => {
    expect(await refusal(await file(`name: badinput\nservices:\n  web:\n    image: nginx\n    volumes: ["dat:/data"]\n    networks: [bak]\nvolumes:\n  data: {}\nnetworks:\n  back: {}\n`))).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      2 problems in <dir>/compose.yaml

      <dir>/compose.yaml:5:15 services.web.volumes[0]: refers to the volume "dat", which is not defined; did you mean "data"?
         5 |     volumes: ["dat:/data"]
           |               ^

      <dir>/compose.yaml:6:16 services.web.networks.bak: refers to the network "bak", which is not defined; did you mean "back"?
         6 |     networks: [bak]
           |                ^"
    `);
  });

  it('waiting for the health of a service that has no healthcheck', async () => {
    expect(await refusal({ name: NAME, services: { db: app, web: { ...app, depends_on: { db: { condition: 'service_healthy' } } } } })).toMatchInlineSnapshot(`
      "HealthError HEALTHCHECK_MISSING
      Service "db" has no healthcheck, but "web" waits for it to be healthy.
        Add a healthcheck to "db", or wait for service_started."
    `);
  });

  it('an external network or volume that does not exist', async () => {
    const volume = { name: NAME, services: { web: { ...app, volumes: ['data:/data'] } }, volumes: { data: { external: true, name: 'nobody-made-this' } } };
    expect(await refusal(volume)).toMatchInlineSnapshot(`
      "StartError RESOURCE_MISSING
      The volume "nobody-made-this" is declared as external (volumes.data), but the engine has none of that name.
        Create it with "docker volume create nobody-made-this", or remove "external: true" to have it created for the stack."
    `);
    expect(await refusal({ name: NAME, services: { web: { ...app, networks: ['out'] } }, networks: { out: { external: true, name: 'nobody-made-this' } } })).toMatchInlineSnapshot(`
      "StartError RESOURCE_MISSING
      The network "nobody-made-this" is declared as external (networks.out), but the engine has none of that name.
        Create it with "docker network create nobody-made-this", or remove "external: true" to have it created for the stack."
    `);
  });

  it('a field that the engine in use cannot honour, with strict', async () => {
    expect(await refusal({ name: NAME, services: { web: { ...app, deploy: { mode: 'global' } } } }, { strict: true })).toMatchInlineSnapshot(`
      "SpecError SPEC_INVALID
      The engine in use cannot honour the whole stack, and strict is set:
        services.web.deploy.mode: deploy.mode has no effect: only Swarm schedules services
        Remove these fields, use another engine, or leave strict off to go on without them."
    `);
  });
});

describe('a stack that cannot become ready fails with one error and leaves nothing', () => {
  it('an image that is nowhere', async () => {
    expect(await refusal({ name: NAME, services: { web: { image: 'seaworthy.invalid/none:1' } } }, { pull: 'never' })).toMatchInlineSnapshot(`
      "ImageError IMAGE_MISSING
      Service "web" needs the image "seaworthy.invalid/none:1", which is not on the engine, and its pull policy is "never".
        Check the name, pull or build it first, or give the service a build section."
    `);
    expect((await refusal({ name: NAME, services: { web: { image: 'seaworthy.invalid/none:1' } } })).split(':')[0]).toMatchInlineSnapshot(`
      "ImageError IMAGE_MISSING
      Service "web" needs the image "seaworthy.invalid/none"
    `);
  });

  it('a service that exits', async () => {
    const spec = {
      name: NAME,
      services: {
        db: { image: BUSYBOX, command: ['sh', '-c', 'echo reading config; echo no such directory: /data; exit 7'] },
        web: app,
        healthy: { ...app, healthcheck: { test: ['CMD', 'false'] } },
      },
    };
    expect(await refusal(spec)).toMatchInlineSnapshot(`
      "StartError SERVICE_EXITED
      Service "db" exited with code 7 before it was ready.
        phase       ready
        container   badinput-<id>-db-1
        exit code   7
        log         last 2 lines
          db | reading config
          db | no such directory: /data
        Its log says why. A service that is meant to end must be waited for with service_completed_successfully."
    `);
  });

  it('a service that exits while another waits for its health', async () => {
    const spec = {
      name: NAME,
      services: {
        db: { image: BUSYBOX, command: ['sh', '-c', 'sleep 0.5; echo giving up; exit 1'], healthcheck: { test: ['CMD-SHELL', 'echo not yet; exit 1'], interval: '5s' } },
        web: { ...app, depends_on: { db: { condition: 'service_healthy' as const } } },
      },
    };
    const text = await refusal(spec);
    expect(text.replace(/last probe .*/, 'last probe  <probe>')).toMatchInlineSnapshot(`
      "StartError SERVICE_EXITED
      Service "db" exited with code 1 before it was ready.
        phase       ready
        container   badinput-<id>-db-1
        exit code   1
        waiting     web
        last probe  <probe>
        log         last 1 line
          db | giving up
        Its log says why. A service that is meant to end must be waited for with service_completed_successfully."
    `);
  });

  it('a one-shot service that ends badly', async () => {
    const spec = {
      name: NAME,
      services: { migrate: { image: BUSYBOX, command: ['sh', '-c', 'echo bad SQL; exit 3'] }, web: { ...app, depends_on: { migrate: { condition: 'service_completed_successfully' as const } } } },
    };
    expect(await refusal(spec)).toMatchInlineSnapshot(`
      "StartError SERVICE_EXITED
      Service "migrate" exited with code 3 before it was ready.
        phase       ready
        container   badinput-<id>-migrate-1
        exit code   3
        waiting     web
        log         last 1 line
          migrate | bad SQL
        Its log says why. A service that is meant to end must be waited for with service_completed_successfully."
    `);
  });

  it('a service that becomes unhealthy by its own numbers', async () => {
    const spec = { name: NAME, services: { db: { ...app, healthcheck: { test: ['CMD-SHELL', 'echo still loading; exit 1'], interval: '300ms', retries: 2 } } } };
    expect(await refusal(spec)).toMatchInlineSnapshot(`
      "HealthError SERVICE_UNHEALTHY
      Service "db" is unhealthy: its healthcheck failed as often as its retries allow.
        phase       ready
        container   badinput-<id>-db-1
        last probe  exit 1: still loading
        log         empty
        Look at the probe and the log; if it only needs more time, raise start_period or retries."
    `);
  });

  it('a service that is out of memory', async () => {
    const spec = { name: NAME, services: { db: { image: BUSYBOX, command: ['sh', '-c', 'exec tail /dev/zero'], mem_limit: '8m', memswap_limit: '8m' } } };
    const text = await refusal({ ...spec, services: { db: { ...spec.services.db, healthcheck: { test: ['CMD', 'false'] } } } });
    expect(text.replace(/ {2}last probe .*\n( {14}.*\n)*/, '')).toMatchInlineSnapshot(`
      "StartError SERVICE_OUT_OF_MEMORY
      Service "db" ran out of memory and was killed.
        phase       ready
        container   badinput-<id>-db-1
        exit code   137 (out of memory)
        log         empty
        Raise its mem_limit (or deploy.resources.limits.memory), or give it less to do."
    `);
  });

  it('a service that is not ready in time', async () => {
    const spec = { name: NAME, services: { db: { ...app, healthcheck: { test: ['CMD-SHELL', 'echo not yet; exit 1'], interval: '30s' } }, web: { ...app, depends_on: { db: { condition: 'service_healthy' as const } } } } };
    expect(await refusal(spec, { timeoutMs: 8000 })).toMatchInlineSnapshot(`
      "TimeoutError TIMEOUT
      Service "db" was not ready within 8000 ms.
        phase       ready
        container   badinput-<id>-db-1
        waiting     web
        last probe  exit 1: not yet
        log         empty
        If it only needs more time, raise timeoutMs; else its probe and log say what it is missing."
    `);
  });

  it('a command that does not exist', async () => {
    expect(await refusal({ name: NAME, services: { web: { image: BUSYBOX, command: ['no-such-program'] } } })).toMatchInlineSnapshot(`
      "StartError START_REJECTED
      Service "web" failed because of services.web.command. Could not start container "<hash>": the engine answered <status and words>. Correct what the engine names and try again."
    `);
  });

  it('a host port that is taken', async () => {
    const server: Server = createServer();
    const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
    try {
      const spec = { name: NAME, services: { cache: { image: REDIS, ports: [`127.0.0.1:${String(port)}:6379`] } } };
      expect((await refusal(spec, { isolate: false })).replaceAll(String(port), '<port>')).toMatchInlineSnapshot(`
        "PortError PORT_IN_USE
        Service "cache" failed. Could not start container "<hash>": the engine answered <status and words>. Free that host port, or publish the container port without one: it then gets a free port."
      `);
    } finally {
      server.close();
    }
  });

  it('an abort, with its own reason', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    setTimeout(() => controller.abort(reason), 700);
    const spec = { name: NAME, services: { db: { ...app, healthcheck: { test: ['CMD', 'false'] } } } };
    await expect(up(spec, { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe('an engine that cannot be used', () => {
  it('is not there', async () => {
    vi.stubEnv('DOCKER_HOST', `unix://${directory}/no.sock`);
    expect(await refusal({ name: NAME, services: { app } })).toMatchInlineSnapshot(`
      "BackendError BACKEND_UNAVAILABLE
      No container engine answers. Tried:
        unix://<dir>/no.sock (DOCKER_HOST): there is no such socket (ENOENT)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it."
    `);
  });

  it('may not be used by this user', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///var/run/docker.sock');
    // Root may use every socket; the check is the kernel's, so the test becomes nobody for its length.
    process.seteuid!(65534);
    try {
      expect(await refusal({ name: NAME, services: { app } })).toMatchInlineSnapshot(`
        "BackendError BACKEND_PERMISSION
        No container engine answers. Tried:
          unix:///var/run/docker.sock (DOCKER_HOST): permission denied (EACCES)
        Give this user access to the socket: on Linux add it to the group that owns it (sudo usermod -aG docker "$USER") and log in again, or use a rootless engine."
      `);
    } finally {
      process.seteuid!(0);
    }
  });
});

it('keeps what a failed up created when told to, and says how to look at it and remove it', async () => {
  const spec = { name: NAME, services: { db: { image: BUSYBOX, command: ['sh', '-c', 'exit 7'] }, neverReady: { ...app, healthcheck: { test: ['CMD', 'false'], interval: '60s' } } } };
  const text = await refusal(spec, { keep: 'on-failure' });
  expect(text).toContain('Kept for inspection: docker compose -p badinput-<id> ps -a');
  const [project] = await projectsLike(`${NAME}-`);
  const { attach } = await import('../../src/index.ts');
  const stack = await attach(project!);
  expect((await stack.services['db']!.state()).exitCode).toBe(7);
  await stack.down({ volumes: true, timeoutMs: 0 });
});
