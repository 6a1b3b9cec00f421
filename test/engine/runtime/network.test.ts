import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

test('creates, lists, inspects and removes', async () => {
  const { networks } = scene.runtime;
  const name = scene.name();
  const { id, warnings } = await networks.create({ Name: name, Driver: 'bridge', Internal: true, Labels: scene.labels });
  expect(warnings).toEqual([]);
  expect(await networks.inspect(name)).toMatchObject({ id, name, driver: 'bridge', internal: true, labels: scene.labels, containers: [] });
  expect((await networks.list([scene.label])).map((network) => network.id)).toContain(id);
  await networks.remove(id);
  await networks.remove(id);
  expect(await networks.inspect(id)).toBeNull();
});

test('finds a network by its whole name or id, not by the beginning of its id', async () => {
  const { networks } = scene.runtime;
  const { id } = await networks.create({ Name: scene.name(), Labels: scene.labels });
  expect((await networks.inspect(id))!.id).toBe(id);
  expect(await networks.inspect(id.slice(0, 12))).toBeNull();
});

test('refuses a second network of one name', async () => {
  const { networks } = scene.runtime;
  const name = scene.name();
  await networks.create({ Name: name, Labels: scene.labels });
  expect(await failureOf(networks.create({ Name: name, Labels: scene.labels }))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_CONFLICT",
      "message": "Could not create network "NAME": the engine answered 409, "network with name NAME already exists". Remove or rename what is in the way, or wait until it is no longer in use.",
      "name": "StartError",
    }
  `);
});

test('attaches and detaches a container, and is not removed under it', async () => {
  const { containers, networks } = scene.runtime;
  const name = scene.name();
  const { id } = await networks.create({ Name: name, Labels: scene.labels });
  const container = await scene.run('sleep 60');
  await networks.connect(id, container, { Aliases: ['db', 'cache'] });
  expect((await networks.inspect(id))!.containers).toEqual([container]);
  expect((await containers.inspect(container))!.networks[name]!.aliases).toEqual(expect.arrayContaining(['db', 'cache']));
  expect(await failureOf(networks.remove(name))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_CONFLICT",
      "message": "Could not remove network "NAME": the engine answered 403, "error while removing network: network NAME id ID has active endpoints". Remove or rename what is in the way, or wait until it is no longer in use.",
      "name": "StartError",
    }
  `);
  expect((await failureOf(networks.connect(id, container, {}))).code).toBe('RESOURCE_CONFLICT');
  await networks.disconnect(id, container, { force: true });
  await networks.remove(id);
});

test('refuses to attach what does not exist', async () => {
  const { id } = await scene.runtime.networks.create({ Name: scene.name(), Labels: scene.labels });
  expect((await failureOf(scene.runtime.networks.connect(id, 'seaworthy-absent', {}))).code).toBe('RESOURCE_MISSING');
});
