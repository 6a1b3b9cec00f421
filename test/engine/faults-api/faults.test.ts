import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remove } from '../../../src/container.ts';
import { up, type Fault, type Stack } from '../../../src/index.ts';
import { BUSYBOX, NGINX, REDIS } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { RedisClient } from './redis-client.ts';

/** A loaded machine takes its time. */
const PATIENT = { timeout: 20_000 };
const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true } as const;

type Shop = Stack<{ db: 6379; app: never; other: never }>;

describe('a fault', { timeout: 120_000 }, () => {
  let shop: Shop;
  let resources: readonly string[];

  beforeAll(async () => {
    shop = await up({
      name: 'faults',
      services: {
        db: { image: REDIS, command: ['redis-server', '--save', '', '--appendonly', 'yes'], ports: ['6379'], healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '30s' }, networks: { default: { aliases: ['store'] } } },
        app: sleeper,
        other: sleeper,
      },
    });
    resources = await leftOf(shop.project);
  }, 120_000);

  afterAll(async () => {
    await shop.down();
  });

  const client = async (): Promise<RedisClient> => await RedisClient.connect(shop.services.db.port(6379));
  /** Whether a service gets an answer of the database. */
  const reaches = async (service: 'app' | 'other', host = 'db'): Promise<boolean> => (await shop.exec(service, ['sh', '-c', `echo PING | timeout 1 nc ${host} 6379`])).stdout.includes('PONG');
  const expectWhole = async (): Promise<void> => {
    expect(shop.faults).toEqual([]);
    expect((await shop.ps()).map(({ service, state }) => [service, state])).toEqual([['app', 'running'], ['db', 'running'], ['other', 'running']]);
    expect(await Promise.all([reaches('app'), reaches('other'), reaches('app', 'store')])).toEqual([true, true, true]);
    using redis = await client();
    redis.send('PING');
    await expect.poll(() => redis.received, PATIENT).toBe('+PONG\r\n');
    expect(await leftOf(shop.project)).toEqual(resources);
  };

  it('of a killed service ends its connections, and healed it is ready with what it had written', async () => {
    using before = await client();
    before.send('SET captain Ahab');
    await expect.poll(() => before.received, PATIENT).toBe('+OK\r\n');
    const fault = await shop.services.db.kill();
    await expect.poll(() => before.closed, PATIENT).toBe(true);
    expect(shop.faults).toEqual([fault]);
    await expect(client()).rejects.toThrow(/ECONNREFUSED/);
    await fault.heal();
    await fault.heal();
    using after = await client();
    after.send('GET captain');
    await expect.poll(() => after.received, PATIENT).toBe('$4\r\nAhab\r\n');
    await expectWhole();
  });

  it('of a paused service leaves its connections waiting, and is undone at the end of a block that throws', async () => {
    using redis = await client();
    const failing = async (): Promise<void> => {
      await using fault = await shop.services.db.pause();
      expect([fault.kind, fault.services]).toEqual(['pause', ['db']]);
      redis.send('PING');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(redis.received).toBe('');
      throw new Error('of the test');
    };
    await expect(failing()).rejects.toThrow('of the test');
    await expect.poll(() => redis.received, PATIENT).toBe('+PONG\r\n');
    expect(shop.faults).toEqual([]);
  });

  it('of a service that was asked to end waits for that end before it starts it again', async () => {
    const { startedAtMs } = await shop.services.db.state();
    const fault = await shop.services.db.kill('SIGTERM');
    await fault.heal();
    expect((await shop.services.db.state()).startedAtMs).toBeGreaterThan(startedAtMs!);
    await expectWhole();
  });

  it('of a service that was taken off its network gives it back its names and its published port', async () => {
    {
      await using _fault = await shop.services.db.disconnect('default');
      expect(await reaches('app')).toBe(false);
    }
    await expectWhole();
  });

  it('of a partition cuts two services off from each other alone, with the connections they have open', async () => {
    using redis = await client();
    await shop.execDetached('app', ['sh', '-c', 'while :; do echo PING; sleep 0.1; done | nc db 6379 > /tmp/pongs']);
    const pongs = async (): Promise<number> => Number((await shop.exec('app', ['sh', '-c', 'wc -l < /tmp/pongs'])).stdout);
    await expect.poll(pongs, PATIENT).toBeGreaterThan(1);
    const fault = await shop.partition(['app'], ['db']);
    const cut = await pongs();
    expect(await Promise.all([reaches('app'), reaches('other')])).toEqual([false, true]);
    expect((await shop.exec('db', ['redis-cli', 'ping'])).stdout).toBe('PONG\n');
    redis.send('PING');
    await expect.poll(() => redis.received, PATIENT).toBe('+PONG\r\n');
    expect(await pongs()).toBeLessThanOrEqual(cut + 2);
    await fault.heal();
    // The connection itself goes on: what was lost is sent again.
    await expect.poll(pongs, PATIENT).toBeGreaterThan(cut + 10);
    await shop.exec('app', ['sh', '-c', 'kill $(pidof nc)']);
  });

  it('of a partition that overlaps another is undone without it', async () => {
    await using first = await shop.partition(['app'], ['db']);
    await using second = await shop.partition(['app', 'other'], ['db']);
    await second.heal();
    expect(await Promise.all([reaches('app'), reaches('other')])).toEqual([false, true]);
    await first.heal();
    await expectWhole();
  });

  it('is one of many that heal undoes, the newest first, but for those that are to stay', async () => {
    const staying = await shop.services.other.pause();
    await shop.partition(['app'], ['db']);
    await shop.kill(['app', 'db']);
    await shop.stop(['db']);
    expect(shop.faults.map(({ kind }) => kind)).toEqual(['pause', 'partition', 'kill', 'stop']);
    await shop.heal({ except: [staying] });
    expect(shop.faults).toEqual([staying]);
    expect((await shop.ps()).map(({ service, state }) => [service, state])).toEqual([['app', 'running'], ['db', 'running'], ['other', 'paused']]);
    await shop.heal();
    await shop.heal();
    await expectWhole();
  });

  it('is over where somebody has undone it already; a restart, and what was given up, is none', async () => {
    await shop.services.db.kill();
    await shop.services.db.start();
    await shop.services.other.pause();
    await shop.services.other.unpause();
    await shop.services.app.restart({ stopTimeoutMs: 0 });
    expect(shop.faults.map(({ kind }) => kind)).toEqual(['kill', 'pause']);
    await shop.heal();
    await expect(shop.partition(['app'], ['db'], { signal: AbortSignal.abort(new Error('given up')) })).rejects.toThrow('given up');
    await expectWhole();
  });
});

describe('a fault that cannot be', { timeout: 120_000 }, () => {
  const messageOf = async (stack: Stack, doing: Promise<unknown>): Promise<string> => await doing.then(() => 'no error', (error: unknown) => (error as Error).message.replaceAll(stack.project, '<project>').replaceAll(REDIS, '<redis>').replace(/[0-9a-f]{64}/g, '<id>'));

  it('says what is wrong and what to do, and does nothing', async () => {
    await using stack = await up({
      name: 'refused',
      services: { db: { image: REDIS }, hosted: { ...sleeper, image: REDIS, network_mode: 'host' }, alone: { ...sleeper, image: REDIS, network_mode: 'none' }, beside: { ...sleeper, image: REDIS, network_mode: 'service:db' }, off: { ...sleeper, image: REDIS } },
    }) as unknown as Stack;
    await stack.kill(['off']);
    const [db, off] = [stack.services['db']!, stack.services['off']!];
    const before = await leftOf(stack.project);
    const told = [];
    const attempts: readonly (() => Promise<Fault>)[] = [
      () => stack.partition([], ['db']),
      () => stack.partition(['db', 'off'], ['off']),
      () => stack.partition(['bd'], ['off']),
      () => stack.partition(['db'], ['off']),
      () => stack.partition(['db'], ['hosted']),
      () => stack.partition(['db'], ['alone']),
      () => stack.partition(['db'], ['beside']),
      () => db.degrade({ jitterMs: 10 }),
      () => db.degrade({ lossPercent: 120 }),
      () => db.degrade({ latencyMs: -1 }),
      () => off.degrade({ latencyMs: 100 }),
      () => db.degrade({ latencyMs: 100 }),
    ];
    for (const attempt of attempts) told.push(await messageOf(stack, attempt()));
    expect(told.join('\n\n')).toMatchInlineSnapshot(`
      "A partition has services on both sides; these are [] and [db].
        Name at least one on each.

      Service "off" is on both sides of the partition.
        Name it on one side, or on none to let it reach both.

      Project "<project>" has no service "bd"; it has "db", "hosted", "alone", "beside", "off".

      Service "off" is not running, so it has no network that could be changed.
        Start it first.

      Service "hosted" uses the network of the engine's host (network_mode: host), so its network cannot be changed without the host's.
        Give it a network of the stack, or use pause, stop or kill.

      Service "alone" has no address on any network (network_mode: none), so there is nothing to cut or to slow down.
        Connect it first, or leave it out.

      Both sides of the partition are in the network of service "db" (network_mode), where they talk over the loopback interface.
        Nothing between them can be cut; put them on one side.

      Nothing was said of how the network of service "db" is to be.
        Give latencyMs, which jitterMs may vary, or lossPercent.

      The lossPercent of service "db" cannot be 120.
        Give percent, from 0 to 100.

      The latencyMs of service "db" cannot be -1.
        Give milliseconds, 0 or more.

      Service "off" is not running, so it has no network that could be changed.
        Start it first.

      A network fault needs "tc" of iproute2 and a shell in an image; looked in "<redis>".
        Name an image that has them, which need not be one of the stack: { image: 'an image with iproute2' }, or SEAWORTHY_FAULT_IMAGE for all."
    `);
    expect(stack.faults.map(({ kind }) => kind)).toEqual(['kill']);
    expect(await leftOf(stack.project)).toEqual(before);
  });

  it('made by the kernel of the engine\'s host is refused with what to do, or slows down what the service sends', async ({ skip }) => {
    await using stack = await up({ name: 'slow', services: { web: { image: NGINX }, app: sleeper } }) as unknown as Stack;
    const reach = async (): Promise<number> => {
      const beganMs = Date.now();
      expect((await stack.exec('app', ['wget', '-q', '-O', '-', 'http://web/'])).stdout).not.toBe('');
      return Date.now() - beganMs;
    };
    await reach();
    const degrading = stack.services['web']!.degrade({ latencyMs: 2_000 });
    const refusal = await degrading.then(() => undefined, (error: unknown) => error as Error);
    if (refusal !== undefined) {
      expect(refusal.message.replace(/tc said ".*"/, 'tc said <its words>')).toMatchInlineSnapshot(`
        "The network of service "web" could not be changed: tc said <its words>.
          Latency and loss need netem in the kernel of the engine's host: load it there with "modprobe sch_netem", or test with pause and partition."
      `);
      expect(refusal).toMatchObject({ code: 'FAULT_UNSUPPORTED', service: 'web' });
      expect(stack.faults).toEqual([]);
      expect((await leftOf(stack.project)).filter((name) => name.includes('-fault-'))).toEqual([]);
      await reach();
      skip('the kernel of the engine\'s host has no netem, so that latency is only refused here');
    }
    expect(await reach()).toBeGreaterThanOrEqual(2_000);
    expect(await messageOf(stack, stack.services['web']!.degrade({ lossPercent: 1 }))).toContain('is degraded already');
    await stack.heal();
    await stack.partition(['app'], ['web'], { image: BUSYBOX });
    await stack.heal();
    await reach();
  });

  it('undone says which and why, and a stack that is taken down has none', async () => {
    await using stack = await up({ name: 'lost', services: { db: { image: REDIS }, app: sleeper } }) as unknown as Stack;
    await stack.pause(['app']);
    const fault = await stack.services['db']!.kill();
    await remove(stack.services['db']!.containers[0]!, { force: true, volumes: true });
    expect(await messageOf(stack, fault.heal())).toMatchInlineSnapshot(`
      "Project "<project>" is not as it was before its faults:
        kill of "db": The container <project>-db-1 of service "db" was removed meanwhile, so it cannot be started again.
        Take it down and bring it up anew: tests that go on with it would fail for this reason."
    `);
    expect(await messageOf(stack, stack.heal())).toMatchInlineSnapshot(`
      "Project "<project>" is not as it was before its faults:
        kill of "db", pause of "app": The container <project>-db-1 of service "db" was removed meanwhile, so it cannot be started again.
        Take it down and bring it up anew: tests that go on with it would fail for this reason."
    `);
    // What could be undone was.
    expect((await stack.services['app']!.state()).status).toBe('running');
    expect(stack.faults).toContain(fault);
    await stack.down();
    expect(stack.faults).toEqual([]);
    await stack.heal();
  });
});
