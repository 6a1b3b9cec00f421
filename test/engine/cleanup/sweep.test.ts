import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { currentOwner } from '../../../src/engine/cleanup/owner.ts';
import { sweep } from '../../../src/engine/cleanup/sweep.ts';
import { ownerLabels, type Keep, type Lifetime, type Owner } from '../../../src/engine/plan/labels.ts';
import type { Runtime } from '../../../src/engine/runtime/runtime.ts';
import { BUSYBOX } from '../images.ts';

/** One more than the highest process number of Linux. */
const NOBODY = 2 ** 22 + 1;

let runtime: Runtime;
let mark: string;
/** In a namespace of the test's own, so that no other process, which may sweep at any time, can judge what is made here. */
let here: Owner;
let dead: Owner;
beforeEach(async () => {
  runtime = await connectBackend();
  mark = `seaworthy.test.sweep=${randomBytes(4).toString('hex')}`;
  here = { ...currentOwner(), session: randomBytes(6).toString('hex'), namespace: mark };
  dead = { ...here, session: randomBytes(6).toString('hex'), pid: NOBODY };
});
afterEach(async () => {
  for (const { id } of await runtime.containers.list([mark], { all: true })) await runtime.containers.remove(id, { force: true, volumes: true });
  for (const { id } of await runtime.networks.list([mark])) await runtime.networks.remove(id);
  for (const { name } of await runtime.volumes.list([mark])) await runtime.volumes.remove(name);
  runtime.close();
});

const labelsOf = (owner: Owner, lifetime: Lifetime = 'process', keep?: Keep): Record<string, string> => {
  const [key = '', value = ''] = mark.split('=');
  return { ...ownerLabels(owner, lifetime, Date.now(), keep), [key]: value };
};

const uniqueName = (about: string): string => `${about}-${mark.split('=')[1] ?? ''}`;
const volume = (about: string, labels: Record<string, string>): Promise<unknown> => runtime.volumes.create({ Name: uniqueName(about), Labels: labels });
const names = async (): Promise<readonly string[]> => (await runtime.volumes.list([mark])).map(({ name }) => name.split('-')[0] ?? '').sort();

test('removes what an owner left that has ended: containers that run, their anonymous volumes, networks and volumes', async () => {
  const network = uniqueName('net');
  await runtime.networks.create({ Name: network, Labels: labelsOf(dead) });
  await volume('data', labelsOf(dead));
  const { id } = await runtime.containers.create(uniqueName('box'), {
    Image: BUSYBOX, Cmd: ['sleep', '600'], Labels: labelsOf(dead), Volumes: { '/anonymous': {} },
    HostConfig: { Binds: [`${uniqueName('data')}:/data`], NetworkMode: network, RestartPolicy: { Name: 'always' } },
  });
  await runtime.containers.start(id);
  const anonymous = (await runtime.containers.inspect(id))!.mounts.find(({ destination }) => destination === '/anonymous')!.name!;
  const report = await sweep(runtime, { labels: [mark], here });
  expect(report).toEqual({ containersRemoved: [uniqueName('box')], networksRemoved: [network], volumesRemoved: [uniqueName('data')], errors: [] });
  expect(await runtime.volumes.inspect(anonymous)).toBeNull();
  expect(await sweep(runtime, { labels: [mark], here })).toEqual({ containersRemoved: [], networksRemoved: [], volumesRemoved: [], errors: [] });
});

test('removes nothing else', async () => {
  const { 'seaworthy.owner.boot': _boot, ...incomplete } = labelsOf(dead);
  const dayMs = 86_400_000;
  await volume('reused', labelsOf({ ...dead, pid: process.pid, started: '1' }));
  await volume('expired', labelsOf(dead, 'process', { when: 'always', untilMs: Date.now() - 1 }));
  await volume('rebooted', labelsOf({ ...dead, pid: process.pid, boot: 'another' }));
  await volume('kept', labelsOf(dead, 'process', { when: 'always', untilMs: Date.now() + dayMs }));
  await volume('failed', labelsOf(dead, 'process', { when: 'on-failure', untilMs: Date.now() + dayMs }));
  await volume('living', labelsOf({ ...here, session: 'another' }));
  await volume('own', labelsOf({ ...dead, session: here.session }));
  await volume('elsewhere', labelsOf({ ...dead, machine: 'another', boot: 'another' }));
  await volume('contained', labelsOf({ ...dead, namespace: '1' }));
  await volume('project', labelsOf(dead, 'project'));
  await volume('nameless', incomplete);
  await volume('foreign', { [mark.split('=')[0]!]: mark.split('=')[1]! });
  const { volumesRemoved } = await sweep(runtime, { labels: [mark], here });
  expect(volumesRemoved.map((name) => name.split('-')[0]).sort()).toEqual(['expired', 'rebooted', 'reused']);
  expect(await names()).toEqual(['contained', 'elsewhere', 'failed', 'foreign', 'kept', 'living', 'nameless', 'own', 'project']);
});

test('does what it can, and says what is in the way', async () => {
  await volume('used', labelsOf(dead));
  await volume('free', labelsOf(dead));
  const { id } = await runtime.containers.create(uniqueName('holder'), { Image: BUSYBOX, HostConfig: { Binds: [`${uniqueName('used')}:/data`] } });
  try {
    const report = await sweep(runtime, { labels: [mark], here });
    expect(report.volumesRemoved).toEqual([uniqueName('free')]);
    expect(report.errors.map(({ message }) => message.replaceAll(uniqueName('used'), 'VOLUME').replace(/\[[0-9a-f]+\]/, '[ID]'))).toMatchInlineSnapshot(`
      [
        "Could not remove volume "VOLUME": the engine answered 409, "remove VOLUME: volume is in use - [ID]". Remove or rename what is in the way, or wait until it is no longer in use.",
      ]
    `);
  } finally {
    await runtime.containers.remove(id);
  }
});
