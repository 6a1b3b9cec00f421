import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { up } from '../../../src/compose.ts';
import { create, downAll, downByProject, inspect, removeIfExists } from '../../../src/container.ts';
import { BUSYBOX } from '../images.ts';

test('takes down a project by its name, and only what is ours of it', async () => {
  const project = `down-${randomBytes(4).toString('hex')}`;
  const spec = { services: { a: { image: BUSYBOX, command: 'sleep 600', init: true, volumes: ['data:/data', '/anonymous'] }, b: { image: BUSYBOX, command: 'sleep 600', init: true } }, volumes: { data: {} } };
  await up(spec, { projectName: project });
  // A container that was recreated has its anonymous volume from the one before.
  const stack = await up(spec, { projectName: project, forceRecreate: true });
  const runtime = await connectBackend();
  try {
    // As another tool makes them: the project's label, and none of ours.
    const foreign = await runtime.containers.create(`${project}-foreign`, { Image: BUSYBOX, Labels: { 'com.docker.compose.project': project } });
    const volume = await runtime.volumes.create({ Name: `${project}_foreign`, Labels: { 'com.docker.compose.project': project } });
    const anonymous = (await inspect(`${project}-a-1`)).mounts.find(({ destination }) => destination === '/anonymous')!.name!;
    const report = await downByProject(project);
    expect({ ...report, containersRemoved: [...report.containersRemoved].sort() }).toEqual({
      containersRemoved: [`${project}-a-1`, `${project}-b-1`],
      networksRemoved: [`${project}_default`],
      volumesRemoved: [`${project}_data`],
      errors: [],
    });
    expect(await runtime.volumes.inspect(anonymous)).toBeNull();
    expect(await downByProject(project)).toEqual({ containersRemoved: [], networksRemoved: [], volumesRemoved: [], errors: [] });
    expect((await inspect(foreign.id)).id).toBe(foreign.id);
    expect(await runtime.volumes.inspect(volume.name)).not.toBeNull();
    await runtime.containers.remove(foreign.id);
    await runtime.volumes.remove(volume.name);
  } finally {
    runtime.close();
    await stack.down({ volumes: true, timeoutMs: 0 });
  }
});

test('takes down single containers with their volumes, and says what could not be removed', async () => {
  const mark = `seaworthy.test.down=${randomBytes(4).toString('hex')}`;
  const volume = `down-${randomBytes(4).toString('hex')}`;
  const made = await create({ image: BUSYBOX, labels: [mark], volumes: [`${volume}:/data`] });
  const runtime = await connectBackend();
  try {
    const holder = await runtime.containers.create(`${volume}-holder`, { Image: BUSYBOX, HostConfig: { Binds: [`${volume}:/data`] } });
    const ours = await runtime.volumes.inspect(volume);
    const session = `seaworthy.session=${ours!.labels['seaworthy.session']!}`;
    const report = await downAll({ labels: [session] });
    expect(report.containersRemoved).toEqual([made.name]);
    expect(report.volumesRemoved).toEqual([]);
    expect(report.errors.map((error) => error.message.replaceAll(volume, 'VOLUME').replace(/\[[0-9a-f]+\]/, '[ID]'))).toMatchInlineSnapshot(`
      [
        "Could not remove volume "VOLUME": the engine answered 409, "remove VOLUME: volume is in use - [ID]". Remove or rename what is in the way, or wait until it is no longer in use.",
      ]
    `);
    await runtime.containers.remove(holder.id);
    expect((await downAll({ labels: [session] })).volumesRemoved).toEqual([volume]);
  } finally {
    runtime.close();
    await removeIfExists(made);
  }
});

test('keeps nothing of a volume that a container was made with', async () => {
  const volume = `kept-${randomBytes(4).toString('hex')}`;
  const runtime = await connectBackend();
  try {
    {
      await using first = await create({ image: BUSYBOX, volumes: [`${volume}:/data`] });
      // It was there already, so it is not the second one's to remove.
      await using second = await create({ image: BUSYBOX, volumes: [`${volume}:/data`] });
      expect(second.id).not.toBe(first.id);
      await second[Symbol.asyncDispose]();
      expect(await runtime.volumes.inspect(volume)).not.toBeNull();
    }
    expect(await runtime.volumes.inspect(volume)).toBeNull();
  } finally {
    runtime.close();
  }
});
