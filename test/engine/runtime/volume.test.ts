import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

test('creates, lists, inspects and removes', async () => {
  const { volumes } = scene.runtime;
  const name = scene.name();
  const created = await volumes.create({ Name: name, Labels: scene.labels });
  expect(created).toEqual({ name, driver: 'local', mountpoint: expect.stringContaining(name), labels: scene.labels });
  expect(await volumes.inspect(name)).toEqual(created);
  expect((await volumes.list([scene.label])).map((volume) => volume.name)).toContain(name);
  await volumes.remove(name);
  await volumes.remove(name);
  expect(await volumes.inspect(name)).toBeNull();
});

test('is not removed under a container', async () => {
  const { volumes, containers } = scene.runtime;
  const name = scene.name();
  await volumes.create({ Name: name, Labels: scene.labels });
  const container = await scene.create('true', { HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: '/data' }] } });
  expect(await failureOf(volumes.remove(name))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_CONFLICT",
      "message": "Could not remove volume "NAME": the engine answered 409, "remove NAME: volume is in use - [ID]". Remove or rename what is in the way, or wait until it is no longer in use.",
      "name": "StartError",
    }
  `);
  await containers.remove(container);
  await volumes.remove(name);
});
