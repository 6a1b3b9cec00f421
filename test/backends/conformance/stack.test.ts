import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as compose from '../../../src/compose.ts';
import { getBackend } from '../../../src/container.ts';
import { HealthError, StartError, up, type Stack } from '../../../src/index.ts';
import { BUSYBOX, NGINX } from '../../engine/images.ts';
import { leftOf, projectsLike } from '../../engine/left-in-engine.ts';
import { engineUnderTest } from '../engine-under-test.ts';

const { absent } = engineUnderTest();
const idle = { image: BUSYBOX, command: ['sleep', '600'] } as const;
const failureOf = (raising: Promise<unknown>): Promise<Error> => raising.then(() => new Error('it came up'), (error: unknown) => error as Error);

describe.skipIf(absent !== undefined)(`a stack${absent === undefined ? '' : ` (${absent})`}`, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await up({
      name: 'conformance',
      services: {
        migrate: { image: BUSYBOX, command: ['sh', '-c', 'echo migrated > /shared/state'], volumes: ['shared:/shared'] },
        web: { image: NGINX, ports: ['80'], healthcheck: { test: ['CMD', 'touch', '/checked'], interval: '30s' }, depends_on: { migrate: { condition: 'service_completed_successfully' } } },
        app: { image: BUSYBOX, command: ['sh', '-c', 'echo out; echo err >&2; cat /shared/state; exec sleep 600'], volumes: ['shared:/shared'], environment: { GREETING: 'hello there' }, depends_on: { web: { condition: 'service_healthy' } } },
      },
      volumes: { shared: {} },
    });
  }, 120_000);
  afterAll(() => (stack as Stack | undefined)?.[Symbol.asyncDispose]());

  it('is up when its health gate has passed, long before the interval', () => {
    const at = (what: string, service: string): number => stack.timeline.find((entry) => entry.what === what && entry.service === service)!.atMs;
    expect(at('starting', 'app')).toBeGreaterThanOrEqual(at('ready', 'web'));
    expect(at('ready', 'web') - at('started', 'web')).toBeLessThan(20_000);
  });

  it('answers on its published port', async () => {
    const { host, port } = stack.snapshot().services['web']!.ports['80']!;
    expect(host).toBe('127.0.0.1');
    expect((await fetch(`http://${host}:${String(port)}/`)).status).toBe(200);
  });

  it('runs commands, and hands back their output, streams apart, and their exit code', async () => {
    const app = stack.services['app']!;
    expect(await app.exec(['sh', '-c', 'echo out; echo err >&2; exit 3'])).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(await app.exec(['sh', '-c', 'id -u; pwd; echo "$GREETING $MORE"; cat'], { user: '12', workdir: '/tmp', env: { MORE: 'and more' }, stdin: 'typed' })).toEqual({ exitCode: 0, stdout: '12\n/tmp\nhello there and more\ntyped', stderr: '' });
  });

  it('has its services reach each other by name', async () => {
    expect((await stack.services['app']!.exec(['wget', '-q', '-O', '/dev/null', 'http://web/'])).exitCode).toBe(0);
  });

  it('hands out the log of a service, streams apart', async () => {
    const lines = await stack.services['app']!.logs();
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual(['stderr err', 'stdout migrated', 'stdout out']);
    expect((await stack.services['app']!.logs({ tail: 1 })).length).toBe(1);
  });

  it('knows the state of what ended and of what runs', async () => {
    expect(await stack.services['migrate']!.state()).toMatchObject({ status: 'exited', exitCode: 0 });
    expect((await stack.ps()).map(({ service, state }) => `${service} ${state}`).sort()).toEqual(['app running', 'migrate exited', 'web running']);
  });

  it('survives stop and start of a service', async () => {
    const web = stack.services['web']!;
    await web.stop({ timeoutMs: 0 });
    expect((await web.state()).running).toBe(false);
    await web.start();
    await expect.poll(async () => (await fetch(web.url(80)).catch(() => undefined))?.status, { timeout: 20_000 }).toBe(200);
  });

  it('leaves nothing when it is taken down', async () => {
    const { project } = stack;
    expect(await leftOf(project)).toHaveLength(5);
    await stack.down({ timeoutMs: 0 });
    expect(await leftOf(project)).toEqual([]);
  });

  it('keeps its volumes as a project, until they are to go', async () => {
    const name = `kept-${String(process.pid)}-${String(Date.now() % 100_000)}`;
    const spec = { name, services: { db: { ...idle, volumes: ['data:/data'] } }, volumes: { data: {} } };
    const first = await compose.up(spec);
    try {
      await first.services.db.exec(['sh', '-c', 'echo kept > /data/state']);
      await first.down({ timeoutMs: 0 });
      expect(await leftOf(name)).toEqual([`volume ${name}_data`]);
      const second = await compose.up(spec);
      expect((await second.services.db.exec(['cat', '/data/state'])).stdout).toBe('kept\n');
      const again = await compose.up(spec);
      expect(again.services.db.containers).toEqual(second.services.db.containers);
      expect((await again.services.db.inspect()).state.startedAtMs).toBe((await second.services.db.inspect()).state.startedAtMs);
      await again.down({ volumes: true, timeoutMs: 0 });
    } finally {
      await first.down({ volumes: true, timeoutMs: 0 });
    }
    expect(await leftOf(name)).toEqual([]);
  });

  it('tells why a service ended, with its exit code and the end of its log, and leaves nothing', async () => {
    const error = await failureOf(up({ name: 'ending', services: { app: { image: BUSYBOX, command: ['sh', '-c', 'echo cannot go on; exit 7'] } } }));
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({ code: 'SERVICE_EXITED', facts: { service: 'app', exitCode: 7, logTail: ['cannot go on'] } });
    expect(await projectsLike('ending-')).toEqual([]);
  });

  it('tells why a service is unhealthy, with what its check said', async () => {
    const error = await failureOf(up({ name: 'ailing', services: { app: { ...idle, healthcheck: { test: ['CMD-SHELL', 'echo no database; exit 1'], interval: '200ms', retries: 2 } } } }));
    expect(error).toBeInstanceOf(HealthError);
    expect(error).toMatchObject({ code: 'SERVICE_UNHEALTHY', facts: { service: 'app', lastProbe: { exitCode: 1, output: expect.stringContaining('no database') } } });
  });

  it('refuses what holds only in part on it, when strict', async () => {
    const { kind } = await getBackend();
    const limited = { path: 'services.app.privileged', service: 'app', message: `holds only in part on ${kind}: all rights of the user who runs the engine, and none beyond them` };
    // Where it holds in full, the machine may still be one that gives no such rights away.
    const outcome: unknown = await up({ services: { app: { ...idle, privileged: true } } }, { strict: true }).then((raised) => raised.down({ timeoutMs: 0 }), (error: unknown) => error);
    if (kind.endsWith('rootless')) expect(outcome).toMatchObject({ code: 'SPEC_INVALID', problems: [limited] });
    else expect(outcome).not.toMatchObject({ code: 'SPEC_INVALID' });
  });

  it('says in one error that an image is missing', async () => {
    await expect(up({ services: { app: { image: 'seaworthy.invalid/none:1', pull_policy: 'never' } } })).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  });
});
