import { describe, expect, it } from 'vitest';
import { down, kill, pause, ps, restart, start, stop, unpause, up as composeUp, wait } from '../../../src/compose.ts';
import { attach, up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';

/** A loaded machine takes its time. */
const PATIENT = { timeout: 20_000 };
const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true } as const;
/** Says what it does, in order, to a volume that all share. */
const teller = (name: string, healthy = false) => ({
  image: BUSYBOX,
  command: ['sh', '-c', `trap 'echo ${name} stops >> /told/log; exit 0' TERM; sleep 0.2; echo ${name} starts >> /told/log; touch /tmp/up; while :; do sleep 0.05; done`],
  volumes: ['told:/told'],
  ...(healthy ? { healthcheck: { test: ['CMD', 'test', '-e', '/tmp/up'], interval: '30s' } } : {}),
});

describe('the verbs that change what runs', { timeout: 180_000 }, () => {
  it('stop dependents first, start dependencies first and wait for their health, and follow restart: true', async () => {
    await using stack = await up({
      name: 'ordered',
      services: {
        web: { ...teller('web'), depends_on: { api: { condition: 'service_started', restart: true } } },
        api: { ...teller('api'), depends_on: { db: { condition: 'service_healthy', restart: true } } },
        db: teller('db', true),
        reader: { ...sleeper, volumes: ['told:/told'] },
      },
      volumes: { told: {} },
    });
    const told = async (): Promise<readonly string[]> => {
      await expect.poll(async () => (await stack.exec('reader', ['sh', '-c', 'grep -c starts /told/log'])).stdout, PATIENT).toBe('3\n');
      const { stdout } = await stack.exec('reader', ['sh', '-c', 'cat /told/log; : > /told/log']);
      return stdout.trim().split('\n');
    };
    await told();
    await stop(stack, ['web', 'api', 'db']);
    expect((await ps(stack, { status: ['exited'] })).map(({ service, exitCode }) => [service, exitCode])).toEqual([['api', 0], ['db', 0], ['web', 0]]);
    expect((await ps(stack, { all: false })).map(({ service }) => service)).toEqual(['reader']);
    await start(stack);
    expect(await told()).toEqual(['web stops', 'api stops', 'db stops', 'db starts', 'api starts', 'web starts']);
    await restart(stack, ['db']);
    expect(await told()).toEqual(['web stops', 'api stops', 'db stops', 'db starts', 'api starts', 'web starts']);
    await restart(stack, ['web'], { noDeps: true });
    await expect.poll(async () => (await stack.exec('reader', ['cat', '/told/log'])).stdout, PATIENT).toBe('web stops\nweb starts\n');
  });

  it('kill with a signal, pause and unpause, wait with the exit codes, and run one-shots again', async () => {
    await using stack = await up({
      services: {
        job: { image: BUSYBOX, command: ['sh', '-c', 'date +%s%N'] },
        app: { ...sleeper, depends_on: { job: { condition: 'service_completed_successfully' } } },
        reloads: { image: BUSYBOX, command: ['sh', '-c', 'trap "echo reloaded" HUP; trap "exit 7" TERM; while :; do sleep 0.05; done'], scale: 2 },
      },
    });
    await kill(stack, ['reloads'], { killSignal: 'HUP' });
    await expect.poll(async () => (await stack.logs({ services: ['reloads'] })).map(({ text, container }) => `${container.slice(-1)} ${text}`).sort(), PATIENT).toEqual(['1 reloaded', '2 reloaded']);
    await pause(stack, ['app']);
    expect((await stack.services.app.state()).status).toBe('paused');
    await pause(stack, ['app']);
    await unpause(stack);
    expect((await stack.services.app.state()).status).toBe('running');
    const waiting = wait(stack, ['job', 'reloads']);
    await kill(stack, ['reloads'], { killSignal: 'SIGTERM' });
    expect((await waiting).map(({ service, exitCode }) => [service, exitCode])).toEqual([['job', 0], ['reloads', 7], ['reloads', 7]]);
    await kill(stack, ['reloads']);
    await stop(stack);
    await start(stack);
    expect((await stack.logs({ services: ['job'] })).length).toBe(2);
    expect((await ps(stack)).map(({ service, state }) => `${service} ${state}`)).toEqual(['app running', 'job exited', 'reloads running', 'reloads running']);
  });

  it('tell every handle where a port is after a start', async () => {
    await using stack = await up({ services: { echo: { image: BUSYBOX, init: true, command: ['nc', '-ll', '-p', '7', '-e', 'cat'], ports: ['7'] } } });
    await restart(stack);
    const now = await stack.port('echo', 7);
    expect(now).toEqual({ host: '127.0.0.1', port: stack.services.echo.port(7) });
    expect(stack.snapshot().services['echo']!.ports).toEqual({ '7': now });
  });

  it('run pre_stop hooks before a stop, which one that fails prevents', async () => {
    await using stack = await up({
      services: {
        drained: { ...sleeper, volumes: ['drained:/data'], pre_stop: [{ command: ['sh', '-c', 'echo $$MODE > /data/told'], environment: { MODE: 'drained' } }] },
        reader: { ...sleeper, volumes: ['drained:/data'] },
        stubborn: { ...sleeper, pre_stop: [{ command: ['sh', '-c', 'echo not yet >&2; exit 3'] }] },
      },
      volumes: { drained: {} },
    });
    await stop(stack, ['drained']);
    expect((await stack.exec('reader', ['cat', '/data/told'])).stdout).toBe('drained\n');
    const refused = await stack.services.stubborn.stop().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'EXEC_FAILED', service: 'stubborn', exitCode: 3 });
    expect((refused as Error).message).toMatchInlineSnapshot(`
      "The pre_stop hook ["sh","-c","echo not yet >&2; exit 3"] of service "stubborn" exited with code 3.
        not yet
        The container was not stopped. Correct the hook, or kill the service."
    `);
    expect((await stack.services.stubborn.state()).running).toBe(true);
    const report = await down(stack);
    expect(report.containers).toHaveLength(3);
    expect(report.notes).toMatchInlineSnapshot(`
      [
        "The pre_stop hook ["sh","-c","echo not yet >&2; exit 3"] of service "stubborn" exited with code 3. not yet",
      ]
    `);
  });

  it('honour stop_signal and stop_grace_period', async () => {
    await using stack = await up({
      services: {
        quits: { image: BUSYBOX, stop_signal: 'SIGUSR1', command: ['sh', '-c', 'trap "exit 5" USR1; while :; do sleep 0.05; done'] },
        deaf: { image: BUSYBOX, stop_grace_period: '1s', command: ['sh', '-c', 'trap : TERM; while :; do sleep 0.05; done'] },
      },
    });
    const before = performance.now();
    await stop(stack);
    expect(performance.now() - before).toBeGreaterThan(900);
    expect((await ps(stack)).map(({ service, exitCode }) => [service, exitCode])).toEqual([['deaf', 137], ['quits', 5]]);
  });

  it('reach containers that another call made, from an attached stack too', async () => {
    const name = `scaled-${Math.random().toString(16).slice(2, 10)}`;
    const spec = (scale: number) => ({ name, services: { a: { ...sleeper, scale, stop_grace_period: '0s' } } });
    const first = await composeUp(spec(1));
    const second = await composeUp(spec(2));
    try {
      await stop(first);
      expect((await ps(second)).map(({ state }) => state)).toEqual(['exited', 'exited']);
      const attached = await attach(name);
      expect(attached.services['a']!.containers).toEqual([`${name}-a-1`, `${name}-a-2`]);
      await start(attached);
      expect((await ps(first)).map(({ state }) => state)).toEqual(['running', 'running']);
    } finally {
      expect((await down(second, { timeoutMs: 0 })).containers).toHaveLength(2);
    }
  });
});
