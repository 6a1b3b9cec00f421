import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { create, exec, inspect, list, logs, remove, removeIfExists, run, start, stop, wait } from '../../../src/container.ts';
import { BUSYBOX, REDIS } from '../images.ts';
import { askEngine } from '../fields/ask-engine.ts';
import { failureOf } from './failure.ts';
import { until } from './until.ts';

/** Runs until it is told to end, and then at once. */
const forever = ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.1; done'];

const volumeExists = async (name: string): Promise<boolean> => (await askEngine(`/volumes/${name}`))['Name'] === name;

test('runs a service: ready by its healthcheck, reached by its free port, removed at the end of the block', async () => {
  let id: string;
  {
    await using cache = await run({
      image: REDIS,
      ports: [6379],
      env: { GREETING: 'costs $5 & ${MORE}' },
      labels: { 'test.container': 'run' },
      healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '10s', timeout: '5s', retries: 5 },
    });
    id = cache.id;
    expect(cache.name).toMatch(/^seaworthy-[0-9a-f]{8}$/);
    expect(cache.ports).toEqual({ 6379: { host: '127.0.0.1', port: expect.any(Number) } });
    expect(cache.address(6379)).toBe(`127.0.0.1:${String(cache.port(6379))}`);
    expect(cache.url(6379, 'redis')).toBe(`redis://${cache.address(6379)}`);
    expect(await failureOf(Promise.resolve().then(() => cache.port(80)))).toMatchInlineSnapshot(`
      {
        "code": "PORT_NOT_PUBLISHED",
        "message": "Container "NAME" does not publish port 80; it publishes 6379.
        Add ports: ['80'] to its spec. A container that has ended publishes none.",
        "name": "PortError",
      }
    `);
    expect(await exec(cache, ['redis-cli', 'set', 'a', '1'])).toEqual({ exitCode: 0, stdout: 'OK\n', stderr: '' });
    expect((await exec(cache, ['sh', '-c', 'echo "$GREETING"; pwd; cat'], { stdin: 'typed', workdir: '/tmp', user: 'redis' })).stdout).toBe('costs $5 & ${MORE}\n/tmp\ntyped');
    const facts = await inspect(cache);
    expect(facts.labels).toMatchObject({ 'test.container': 'run', 'seaworthy.lifetime': 'process' });
    // No project's container: docker compose does not list it.
    expect(Object.keys(facts.labels).filter((label) => label.startsWith('com.docker'))).toEqual([]);
    expect((await list({ labels: ['test.container=run'] })).map((container) => container.id)).toContain(id);
  }
  expect(await removeIfExists(id)).toBe(false);
});

test('gives every field to the container', async () => {
  await using box = await run({
    image: BUSYBOX,
    cmd: forever,
    user: '1234:1234',
    workdir: '/var',
    read_only: true,
    tmpfs: ['/scratch:size=1m'],
    cap_drop: ['ALL'],
    cap_add: ['NET_BIND_SERVICE'],
    seccomp: 'default',
    no_new_privileges: true,
    mem_limit: '32m',
    pids_limit: 20,
    cpus: 0.5,
    hostname: 'box',
    network: 'none',
    ulimits: { nofile: 99 },
    init: true,
  });
  const look = await exec(box, ['sh', '-c', 'id -u; pwd; hostname; ulimit -n; touch /no 2>&1; touch /scratch/yes && echo wrote; grep -E "CapBnd|NoNewPrivs|^Seccomp:" /proc/self/status; ls /sys/class/net']);
  expect(look.stdout).toMatchInlineSnapshot(`
    "1234
    /var
    box
    99
    touch: /no: Read-only file system
    wrote
    CapBnd:	0000000000000400
    NoNewPrivs:	1
    Seccomp:	2
    lo
    "
  `);
  expect((await inspect(box)).raw).toMatchObject({ HostConfig: { Memory: 32 * 1024 ** 2, PidsLimit: 20, NanoCpus: 5e8, Init: true } });
});

test('creates, starts, stops, waits and removes, each by itself', async () => {
  await using created = await create({ image: BUSYBOX, cmd: forever });
  expect((await inspect(created)).state.status).toBe('created');
  const started = await start(created);
  expect(started.id).toBe(created.id);
  expect(await failureOf(remove(created.name))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_CONFLICT",
      "message": "Container "NAME" is running and was not removed.
      Stop it first, or remove it with { force: true }.",
      "name": "StartError",
    }
  `);
  const ended = wait(created);
  await stop(created.name, { timeoutMs: 5_000 });
  expect(await ended).toBe(3);
  expect(await wait(created)).toBe(3);
  await remove(created);
  expect(await failureOf(inspect(created.name))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "There is no container "NAME" on the engine.
      It was removed, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
  expect(await failureOf(remove(created.name))).toMatchObject({ code: 'RESOURCE_MISSING' });
});

test('has the exit code and the log of one that has ended, and lines as they come', async () => {
  await using box = await run({ image: BUSYBOX, cmd: ['sh', '-c', 'echo out; echo err >&2; sleep 0.5; echo late; exit 7'] });
  const seen: string[] = [];
  for await (const { text } of logs(box, { follow: true })) seen.push(text);
  expect([...seen].sort()).toEqual(['err', 'late', 'out']);
  expect(await wait(box)).toBe(7);
  const lines = await logs(box);
  expect(lines.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual(['err']);
  expect((await logs(box, { tail: 1 })).map(({ text }) => text)).toEqual(['late']);
  expect(await logs(box, { since: lines.at(-1)!.timeMs + 1 })).toEqual([]);
});

test('is gone by itself with rm, with what it kept', async () => {
  await using box = await run({ image: BUSYBOX, cmd: forever, rm: true, volumes: ['/data'] });
  const volume = (await inspect(box)).mounts.find(({ destination }) => destination === '/data')!.name!;
  expect(await volumeExists(volume)).toBe(true);
  await stop(box);
  await until('the container is gone', async () => !(await list({ all: true })).some(({ id }) => id === box.id));
  await until('its anonymous volume is gone', async () => !(await volumeExists(volume)));
  expect(await removeIfExists(box)).toBe(false);
});

test('fails in the moment in which it ends before it is ready, and leaves nothing', async () => {
  const name = `failing-${String(process.pid)}`;
  const ended = run({ image: BUSYBOX, name, cmd: ['sh', '-c', 'echo "no such host: db" >&2; until [ -e /probed ]; do sleep 0.1; done; sleep 1; exit 4'], healthcheck: { test: 'touch /probed; false' } });
  const { code, message } = await failureOf(ended, name);
  // A probe that the end of the container cuts off says so in words of the runtime's own.
  expect({ code, message: message.replace(/ {2}last probe .*\n/, '') }).toMatchInlineSnapshot(`
    {
      "code": "SERVICE_EXITED",
      "message": "Container "NAME" exited with code 4 before it was ready.
      phase       ready
      container   NAME
      exit code   4
      log         last 1 line
        NAME | no such host: db
      Its log says why. One that is meant to end is started without ready, and awaited with wait.",
    }
  `);
  expect(await removeIfExists(name)).toBe(false);
});

test('is unhealthy by its own numbers, and out of time by the caller\'s', async () => {
  const name = `unhealthy-${String(process.pid)}`;
  const unhealthy = run({ image: BUSYBOX, name, cmd: forever, healthcheck: { test: 'echo sick; false', interval: '100ms', retries: 2 } });
  expect(await failureOf(unhealthy, name)).toMatchInlineSnapshot(`
    {
      "code": "SERVICE_UNHEALTHY",
      "message": "Container "NAME" is unhealthy: its healthcheck failed as often as its retries allow.
      phase       ready
      container   NAME
      last probe  exit 1: sick
      log         empty
      Look at the probe and the log; if it only needs more time, raise start_period or retries.",
      "name": "HealthError",
    }
  `);
  const slow = run({ image: BUSYBOX, name, cmd: forever, healthcheck: { test: 'echo not yet; false' } }, { timeoutMs: 3_000 });
  expect(await failureOf(slow, name)).toMatchInlineSnapshot(`
    {
      "code": "TIMEOUT",
      "message": "Container "NAME" was not ready within 3000 ms.
      phase       ready
      container   NAME
      last probe  exit 1: not yet
      log         empty
      If it only needs more time, raise timeoutMs; else its probe and log say what it is missing.",
      "name": "TimeoutError",
    }
  `);
  expect(await removeIfExists(name)).toBe(false);
});

test('refuses before it starts anything to wait for what will never be', async () => {
  const name = `never-${String(process.pid)}`;
  expect(await failureOf(run({ image: BUSYBOX, name, cmd: forever }, { ready: 'healthy' }), name)).toMatchInlineSnapshot(`
    {
      "code": "HEALTHCHECK_MISSING",
      "message": "Container "NAME" is waited for until it is healthy, but it has no healthcheck.
      Add a healthcheck to its spec, or leave ready out.",
      "name": "HealthError",
    }
  `);
  const portless = { image: BUSYBOX, name, cmd: forever, ports: ['53/udp'], volumes: [`${name}:/data`] };
  const refused = await failureOf(run(portless, { ready: 'ports' }), name);
  expect(refused).toMatchInlineSnapshot(`
    {
      "code": "PORT_NOT_PUBLISHED",
      "message": "Container "NAME" is waited for until its ports accept, but it publishes no TCP port.
      Add ports: ['80'] to its spec, with the port that it listens on, or leave ready out.",
      "name": "PortError",
    }
  `);
  expect(await removeIfExists(name)).toBe(false);
  expect(await volumeExists(name)).toBe(false);
  await using created = await create(portless);
  expect(await failureOf(start(created, { ready: 'ports' }), name)).toEqual(refused);
  expect((await inspect(created)).state.status).toBe('created');
});

test('says of one that removes itself that it ended before it was ready', async () => {
  const name = `brief-${String(process.pid)}`;
  const spec = { image: BUSYBOX, name, cmd: ['true'], rm: true, healthcheck: { test: 'false' } };
  const { code, message } = await failureOf(run(spec), name);
  expect({ code, headline: message.split('\n')[0]?.replace('exited with code 0', 'ended') }).toMatchInlineSnapshot(`
    {
      "code": "SERVICE_EXITED",
      "headline": "Container "NAME" ended before it was ready.",
    }
  `);
});

test('waits for its ports if asked to', async () => {
  await using box = await run({ image: BUSYBOX, cmd: ['sh', '-c', 'sleep 0.5; httpd -f -p 80'], ports: [80] }, { ready: 'ports' });
  expect((await fetch(box.url(80))).status).toBe(404);
});

test('stops waiting with the reason of the signal, and removes what it made', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const name = `aborted-${String(process.pid)}`;
  const aborted = run({ image: BUSYBOX, name, cmd: forever, volumes: [`${name}:/data`], healthcheck: { test: 'false' } }, { signal: controller.signal });
  const outcome = expect(aborted).rejects.toBe(reason);
  await until('the container runs', async () => (await inspect(name).catch(() => undefined))?.state.running);
  expect(await volumeExists(name)).toBe(true);
  controller.abort(reason);
  await outcome;
  expect(await removeIfExists(name)).toBe(false);
  expect(await volumeExists(name)).toBe(false);
  await using box = await run({ image: BUSYBOX, cmd: forever });
  expect(await failureOf(wait(box, { timeoutMs: 200 }), box.id)).toMatchInlineSnapshot(`
    {
      "code": "TIMEOUT",
      "message": "Container "NAME" had not ended after 200 ms: it is running.
      Give it more time with timeoutMs, or stop it.",
      "name": "TimeoutError",
    }
  `);
  await expect(wait(box, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('says which host port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const error = await failureOf(run({ image: BUSYBOX, cmd: forever, ports: [`127.0.0.1:${String(port)}:80`] }));
  server.close();
  expect(error).toMatchObject({ name: 'PortError', code: 'PORT_IN_USE' });
  expect(error.message).toContain(String(port));
});
