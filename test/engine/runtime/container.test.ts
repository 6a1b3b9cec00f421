import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { failureOf, image, setScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { readTar, tarOf } from './tar.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

const sleep = 'trap "exit 3" TERM; while :; do sleep 0.1; done';

test('creates, starts, inspects, stops and removes', async () => {
  const { containers } = scene.runtime;
  const name = scene.name();
  const { id } = await containers.create(name, {
    Image: image,
    Cmd: ['sh', '-c', sleep],
    Labels: { ...scene.labels, 'with.ümlaut': 'ä="b"' },
    ExposedPorts: { '80/tcp': {}, '81/udp': {} },
    Healthcheck: { Test: ['CMD', 'true'], Interval: 60_000_000_000 },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }, Tmpfs: { '/scratch': '' }, RestartPolicy: { Name: 'no' } },
  });
  const created = await containers.inspect(id);
  expect(created).toMatchObject({ id, name, tty: false, restartPolicy: 'no', restartCount: 0, state: { status: 'created', running: false }, healthcheck: { test: ['CMD', 'true'], intervalMs: 60_000 } });
  expect(created!.labels['with.ümlaut']).toBe('ä="b"');
  expect(created!.state).not.toHaveProperty('startedAtMs');

  await containers.start(id);
  await containers.start(id);
  const running = await containers.inspect(name);
  expect(running!.state).toMatchObject({ status: 'running', running: true, health: { status: 'starting', failingStreak: 0, probes: [] } });
  expect(Math.abs(running!.state.startedAtMs! - Date.now())).toBeLessThan(60_000);
  expect(running!.ports).toEqual({ '80/tcp': [{ hostIp: '127.0.0.1', hostPort: expect.any(Number) }], '81/udp': [] });
  expect(running!.networks['bridge']!.ipAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);

  await containers.stop(id, { timeoutSeconds: 10 });
  await containers.stop(id);
  expect((await containers.inspect(id))!.state).toMatchObject({ status: 'exited', running: false, exitCode: 3, outOfMemory: false });
  await containers.remove(id);
  await containers.remove(id);
  expect(await containers.inspect(id)).toBeNull();
});

test('lists by label, running ones only unless all are asked for', async () => {
  const { containers } = scene.runtime;
  const extra = { Labels: { ...scene.labels, 'seaworthy.test.listing': 'yes' } };
  const created = await scene.create('true', extra);
  const running = await scene.run(sleep, extra);
  const labels = [scene.label, 'seaworthy.test.listing'];
  expect(await containers.list(labels)).toMatchObject([{ id: running, status: 'running', image, networks: ['bridge'], command: expect.stringContaining('sh -c') }]);
  expect((await containers.list(labels, { all: true })).map(({ id }) => id).sort()).toEqual([created, running].sort());
  expect(await containers.list([`${scene.label}0`], { all: true })).toEqual([]);
});

test('waits for the exit code, of a running and of an ended container', async () => {
  const id = await scene.run('sleep 0.3; exit 7');
  expect(await scene.runtime.containers.wait(id)).toBe(7);
  expect(await scene.runtime.containers.wait(id)).toBe(7);
});

test('gives up waiting with the reason of the signal', async () => {
  const id = await scene.run(sleep);
  const reason = new Error('enough');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 50);
  await expect(scene.runtime.containers.wait(id, { signal: controller.signal })).rejects.toBe(reason);
});

test('pauses, unpauses, renames, restarts and kills', async () => {
  const { containers } = scene.runtime;
  const id = await scene.run(sleep);
  const stateOf = async (): Promise<unknown> => (await containers.inspect(id))!.state.status;
  await containers.pause(id);
  expect(await stateOf()).toBe('paused');
  await containers.unpause(id);
  expect(await stateOf()).toBe('running');
  const name = scene.name();
  await containers.rename(id, name);
  expect((await containers.inspect(name))!.id).toBe(id);
  const before = (await containers.inspect(id))!.state.startedAtMs!;
  await containers.restart(id, { timeoutSeconds: 0 });
  expect((await containers.inspect(id))!.state.startedAtMs!).toBeGreaterThan(before);
  await containers.kill(id, { killSignal: 'SIGTERM' });
  expect(await containers.wait(id)).toBe(3);
  await containers.start(id);
  await containers.kill(id);
  expect(await containers.wait(id)).toBe(137);
});

test('removes what somebody else is removing', async () => {
  const id = await scene.run(sleep);
  await Promise.all([1, 2, 3].map(() => scene.runtime.containers.remove(id, { force: true })));
  expect(await scene.runtime.containers.inspect(id)).toBeNull();
});

test('removes anonymous volumes only when asked', async () => {
  const { containers, volumes } = scene.runtime;
  const volumeOf = async (id: string): Promise<string> => (await containers.inspect(id))!.mounts[0]!.name!;
  const kept = await scene.create('true', { Volumes: { '/data': {} } });
  const dropped = await scene.create('true', { Volumes: { '/data': {} } });
  const [keptVolume, droppedVolume] = [await volumeOf(kept), await volumeOf(dropped)];
  await containers.remove(kept);
  await containers.remove(dropped, { volumes: true });
  expect(await volumes.inspect(keptVolume)).not.toBeNull();
  expect(await volumes.inspect(droppedVolume)).toBeNull();
  await volumes.remove(keptVolume);
});

test('copies a tar in and out', async () => {
  const { containers } = scene.runtime;
  const id = await scene.run(sleep);
  await containers.putArchive(id, '/tmp', await tarOf({ 'greeting.txt': 'grüße' }));
  expect((await containers.exec(id, { command: ['cat', '/tmp/greeting.txt'] })).stdout).toBe('grüße');
  expect(await readTar(await containers.getArchive(id, '/tmp/greeting.txt'))).toEqual({ 'greeting.txt': 'grüße' });
  await containers.putArchive(id, '/tmp', Readable.from([await tarOf({ 'streamed.txt': 'x'.repeat(100_000) })]));
  expect((await containers.exec(id, { command: ['wc', '-c', '/tmp/streamed.txt'] })).stdout).toBe('100000 /tmp/streamed.txt\n');
  expect(await failureOf(containers.getArchive(id, '/nowhere'))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "Could not copy files from container "ID": the engine answered 404, "Could not find the file /nowhere in container ID". It was removed meanwhile, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
});

test('refuses a taken name and an absent image, network and container', async () => {
  const { containers } = scene.runtime;
  const id = await scene.create('true');
  const name = (await containers.inspect(id))!.name;
  const codeOf = async (promise: Promise<unknown>): Promise<unknown> => (await failureOf(promise)).code;
  expect(await codeOf(containers.create(name, { Image: image }))).toBe('RESOURCE_CONFLICT');
  expect(await failureOf(containers.create(scene.name(), { Image: 'seaworthy-absent:1' }))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "Could not create container "NAME": the engine answered 404, "No such image: seaworthy-absent:1". Pull or build the image first, or correct its name.",
      "name": "ImageError",
    }
  `);
  expect(await codeOf(containers.start('seaworthy-absent'))).toBe('RESOURCE_MISSING');
  const orphan = await scene.create('true', { NetworkingConfig: { EndpointsConfig: { 'seaworthy-absent': {} } }, HostConfig: { NetworkMode: 'seaworthy-absent' } });
  expect(await failureOf(containers.start(orphan))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "Could not start container "ID": the engine answered 404, "network seaworthy-absent not found". It was removed meanwhile, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
});

test('refuses a command that does not exist, with the words of the engine', async () => {
  const id = await scene.create('true', { Cmd: ['no-such-command'] });
  expect(await failureOf(scene.runtime.containers.start(id))).toMatchObject({ name: 'StartError', code: 'START_REJECTED', message: expect.stringContaining('executable file not found in $PATH') });
});

test('refuses a host port that a container holds, and one that a process holds', async () => {
  const { containers } = scene.runtime;
  const publish = (hostPort: string): Promise<string> => scene.create(sleep, { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: hostPort }] } } });
  const holder = await publish('');
  await containers.start(holder);
  const held = String((await containers.inspect(holder))!.ports['80/tcp']![0]!.hostPort);
  expect(await failureOf(containers.start(await publish(held)))).toMatchObject({ name: 'PortError', code: 'PORT_IN_USE' });

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await failureOf(containers.start(await publish(String(port))))).toMatchObject({ name: 'PortError', code: 'PORT_IN_USE' });
  await new Promise((resolve) => server.close(resolve));
});
