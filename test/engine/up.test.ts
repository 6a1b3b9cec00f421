import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { attach, up } from '../../src/index.ts';
import { BUSYBOX, NGINX, REDIS } from './images.ts';
import { leftOf } from './left-in-engine.ts';

const cache = { image: REDIS, ports: ['6379'], healthcheck: { test: ['CMD', 'redis-cli', 'PING'], interval: '30s', retries: 3 } } as const;

/** What a Redis answers to PING on a published port. */
const ping = (host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });

describe('up', () => {
  it('resolves when the service is healthy, long before its interval, and answers on its published port', async () => {
    const started = performance.now();
    await using stack = await up({ services: { cache } });
    expect(performance.now() - started).toBeLessThan(15_000);
    const { host, port } = stack.snapshot().services['cache']!.ports['6379']!;
    expect(host).toBe('127.0.0.1');
    expect(stack.services.cache.port(6379)).toBe(port);
    expect(stack.services.cache.address(6379)).toBe(`127.0.0.1:${String(port)}`);
    expect(stack.services.cache.url(6379, 'redis')).toBe(`redis://127.0.0.1:${String(port)}`);
    expect(await ping(host, port)).toBe('+PONG\r\n');
  });

  it('leaves nothing when disposed, anonymous volumes included, and a second down removes nothing', async () => {
    const stack = await up({ services: { cache: { ...cache, volumes: ['data:/data', '/anonymous'] } }, volumes: { data: {} } });
    expect(await leftOf(stack.project)).toEqual([`container ${stack.project}-cache-1`, `network ${stack.project}_default`, `volume ${stack.project}_data`]);
    const anonymous = (await stack.services.cache.inspect()).mounts.find(({ destination }) => destination === '/anonymous')?.name;
    await stack[Symbol.asyncDispose]();
    expect(await leftOf(stack.project)).toEqual([]);
    const { listResources } = await import('../../scripts/leftovers.mjs');
    expect((await listResources(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock')).map(({ name }) => name)).not.toContain(anonymous);
    expect(await stack.down()).toEqual({ containers: [], networks: [], volumes: [] });
  });

  it('starts a service only when what it depends on is healthy, and creates it before', async () => {
    await using stack = await up({
      services: { cache, web: { image: NGINX, ports: ['80'], depends_on: { cache: { condition: 'service_healthy' } } } },
    });
    const at = (what: string, service: string): number => stack.timeline.find((entry) => entry.what === what && entry.service === service)!.atMs;
    expect(at('created', 'web')).toBeLessThan(at('ready', 'cache'));
    expect(at('starting', 'web')).toBeGreaterThanOrEqual(at('ready', 'cache'));
    expect((await fetch(stack.services.web.url(80))).status).toBe(200);
  });

  it('waits for a one-shot service to end well before it starts those that need its work', async () => {
    await using stack = await up({
      services: {
        migrate: { image: BUSYBOX, command: ['sh', '-c', 'sleep 0.3; echo done > /shared/migrated'], volumes: ['shared:/shared'] },
        app: { image: BUSYBOX, command: ['sh', '-c', 'cat /shared/migrated; exec sleep 600'], volumes: ['shared:/shared'], depends_on: { migrate: { condition: 'service_completed_successfully' } } },
      },
      volumes: { shared: {} },
    });
    expect((await stack.services.app.logs()).map(({ text }) => text)).toEqual(['done']);
    expect((await stack.services.migrate.state()).exitCode).toBe(0);
  });

  it('attaches a container to its own network alone, where its service name and aliases resolve', async () => {
    await using stack = await up({
      services: {
        web: { image: NGINX, networks: { back: { aliases: ['www'] } } },
        probe: { image: BUSYBOX, command: ['sleep', '600'], networks: ['back'] },
      },
      networks: { back: { internal: true } },
    });
    expect(Object.keys((await stack.services.web.inspect()).networks)).toEqual([`${stack.project}_back`]);
    const { exitCode } = await stack.services.probe.exec(['wget', '-q', '-O', '/dev/null', 'http://www/']);
    expect(exitCode).toBe(0);
  });

  it('attaches a container to several networks before it starts', async () => {
    await using stack = await up({
      services: {
        a: { image: BUSYBOX, command: ['sh', '-c', 'ls /sys/class/net; exec sleep 600'], networks: ['one', 'two'] },
      },
      networks: { one: {}, two: {} },
    });
    expect((await stack.services.a.logs()).map(({ text }) => text)).toEqual(['eth0', 'eth1', 'lo']);
  });

  it('waits for published ports to accept where asked to, without a healthcheck', async () => {
    await using stack = await up(
      { services: { late: { image: BUSYBOX, command: ['sh', '-c', 'sleep 1; echo listens; exec nc -ll -p 7000 -e cat'], ports: ['7000'] } } },
      { ready: 'ports' },
    );
    expect((await stack.services.late.logs()).map(({ text }) => text)).toEqual(['listens']);
  });

  it('fails each time when its only service ends at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const raising = up({ services: { app: { image: BUSYBOX, command: ['sh', '-c', 'exit 3'] } } });
      await expect(raising).rejects.toMatchObject({ code: 'SERVICE_EXITED', facts: { exitCode: 3 } });
    }
  });

  it('brings only the named services and what they depend on', async () => {
    await using stack = await up({ services: { cache, web: { image: NGINX, depends_on: ['cache'] }, other: { image: NGINX } } }, { services: ['web'] });
    expect(Object.keys(stack.services).sort()).toEqual(['cache', 'web']);
  });

  it('gives a service as many containers as its scale says, and speaks of the first', async () => {
    await using stack = await up({ services: { web: { image: NGINX, scale: 2, ports: ['80'] } } });
    expect(stack.services.web.containers).toEqual([`${stack.project}-web-1`, `${stack.project}-web-2`]);
    expect((await stack.ps()).map(({ container, state }) => `${container} ${state}`)).toEqual([`${stack.project}-web-1 running`, `${stack.project}-web-2 running`]);
  });

  it('copies configs and secrets in, with their mode', async () => {
    await using stack = await up(
      {
        services: { app: { image: BUSYBOX, command: ['sleep', '600'], configs: ['motd'], secrets: [{ source: 'token', mode: 0o400 }] } },
        configs: { motd: { content: 'hello' } },
        secrets: { token: { environment: 'TOKEN' } },
      },
      { env: { TOKEN: 's3cret' } },
    );
    expect((await stack.services.app.exec(['cat', '/motd', '/run/secrets/token'])).stdout).toBe('hellos3cret');
    expect((await stack.services.app.exec(['stat', '-c', '%a', '/run/secrets/token'])).stdout).toBe('400\n');
  });

  it('builds an image once for equal content and anew when a file changes', async () => {
    // Not what an earlier run has built already.
    const run = randomUUID();
    const spec = (line: string) => ({ services: { app: { build: { context: import.meta.dirname, dockerfile_inline: `FROM ${BUSYBOX}\nRUN echo ${line} > /made # ${run}\nCMD ["sleep", "600"]\n` } } } });
    await using first = await up(spec('one'));
    await using second = await up(spec('one'));
    const said: string[] = [];
    await using third = await up(spec('two'), { onProgress: ({ service, text }) => said.push(`${service ?? ''}: ${text}`) });
    const image = async (stack: typeof first): Promise<string> => (await stack.services.app.inspect()).imageId;
    expect(await image(second)).toBe(await image(first));
    expect(await image(third)).not.toBe(await image(first));
    expect((await third.services.app.exec(['cat', '/made'])).stdout).toBe('two\n');
    expect(said[0]).toMatch(/^app: building seaworthy-build:[0-9a-f]{16}$/);
    // Every step is in the engine's cache, so building again makes the same image; that it was built is what it says.
    const again: string[] = [];
    await using fourth = await up(spec('two'), { build: true, onProgress: ({ text }) => again.push(text) });
    expect(again[0]).toMatch(/^building /);
    expect(await image(fourth)).toBe(await image(third));
  });
});

describe('service handles', () => {
  it('run a command and keep its streams and exit code apart', async () => {
    await using stack = await up({ services: { app: { image: BUSYBOX, command: ['sleep', '600'] } } });
    const { app } = stack.services;
    expect(await app.exec(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect((await app.exec(['cat'], { stdin: 'typed' })).stdout).toBe('typed');
    expect((await app.exec(['sh', '-c', 'echo $A $PWD'], { env: { A: '1' }, workdir: '/tmp' })).stdout).toBe('1 /tmp\n');
    expect((await stack.exec('app', ['true'])).exitCode).toBe(0);
    await expect(app.exec(['sh', '-c', 'echo no >&2; exit 4'], { throwOnError: true })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ExecError: ["sh","-c","echo no >&2; exit 4"] in service "app" exited with code 4.
        no]
    `);
  });

  it('read the log of a span of time, and of all services merged', async () => {
    // Each waits for the other's line, so that their order is certain.
    const turns = (own: string) => ({ image: BUSYBOX, command: ['sh', '-c', own], volumes: ['turns:/turns'] });
    await using stack = await up({
      services: {
        a: turns('echo a1; touch /turns/1; until [ -e /turns/2 ]; do sleep 0.05; done; echo a2 >&2; exec sleep 600'),
        b: turns('until [ -e /turns/1 ]; do sleep 0.05; done; sleep 0.05; echo b1; sleep 0.05; touch /turns/2; exec sleep 600'),
      },
      volumes: { turns: {} },
    });
    await expect.poll(async () => (await stack.logs()).map(({ service, stream, text }) => `${service} ${stream} ${text}`), { timeout: 15_000 }).toEqual(['a stdout a1', 'b stdout b1', 'a stderr a2']);
    const all = await stack.services.a.logs();
    expect((await stack.services.a.logs({ since: all[1]!.timeMs - 1 })).map(({ text }) => text)).toEqual(['a2']);
    expect((await stack.services.a.logs({ tail: 1 })).map(({ text }) => text)).toEqual(['a2']);
    expect(await stack.logs({ services: ['b'] })).toHaveLength(1);
  });

  it('follow a log until the loop is left', async () => {
    await using stack = await up({ services: { app: { image: BUSYBOX, command: ['sh', '-c', 'i=0; while true; do i=$$((i+1)); echo line $$i; sleep 0.05; done'] } } });
    const seen: string[] = [];
    for await (const { text } of stack.services.app.followLogs()) {
      seen.push(text);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('stop, start again with new ports, pause and kill', async () => {
    await using stack = await up({ services: { cache } });
    const { cache: service } = stack.services;
    await service.stop({ timeoutMs: 1000 });
    expect((await service.state()).status).toBe('exited');
    await service.start();
    expect(await ping(service.host, service.port(6379))).toBe('+PONG\r\n');
    expect(stack.snapshot().services['cache']?.ports['6379']?.port).toBe(service.port(6379));
    await service.pause();
    expect((await service.state()).status).toBe('paused');
    await service.unpause();
    await service.kill();
    expect(await service.wait()).toBe(137);
  });

  it('say what was missing when a service is not ready again in time', async () => {
    const command = 'if [ -e /seen ]; then rm -f /ok; else touch /seen /ok; fi; exec sleep 600';
    await using stack = await up({ services: { app: { image: BUSYBOX, command: ['sh', '-c', command], healthcheck: { test: ['CMD', 'test', '-e', '/ok'], interval: '60s' } } } });
    await stack.services.app.stop({ timeoutMs: 0 });
    await expect(stack.services.app.start({ timeoutMs: 10_000 })).rejects.toThrow(/^Service "app" was not ready within 10000 ms\.\n[^]*last probe {2}exit 1/);
  });

  it('say which ports there are when asked for another', async () => {
    await using stack = await up({ services: { web: { image: NGINX, ports: ['80'], expose: ['9000'] } } });
    const { web } = stack.services as unknown as Record<string, { port(target: number): number }>;
    expect(() => web!.port(8080)).toThrowErrorMatchingInlineSnapshot(`
      [PortError: Service "web" does not publish container port 8080/tcp; it publishes 80/tcp.
        Add ports: ['8080'] to the service.]
    `);
    expect(() => web!.port(9000)).toThrowErrorMatchingInlineSnapshot(`
      [PortError: Service "web" does not publish container port 9000/tcp; it publishes 80/tcp. The port is exposed, which only other containers can use.
        Add ports: ['9000'] to the service.]
    `);
  });
});

describe('attach', () => {
  it('gives handles to a stack that is up, from its snapshot or its name', async () => {
    await using stack = await up({ services: { cache } });
    const attached = await attach(stack.snapshot());
    expect(attached.services['cache']!.port(6379)).toBe(stack.services.cache.port(6379));
    expect((await attached.exec('cache', ['redis-cli', 'PING'])).stdout).toBe('PONG\n');
    expect(Object.keys((await attach(stack.project)).services)).toEqual(['cache']);
  });

  it('refuses a project that does not exist', async () => {
    await expect(attach('no-such-project')).rejects.toThrow('There is no project "no-such-project" on the engine at');
  });
});
