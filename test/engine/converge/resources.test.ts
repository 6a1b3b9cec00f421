import { expect, it } from 'vitest';
import { up } from '../../../src/compose.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { idOf, output, project, SLEEPS } from './project.ts';

const sleeps = { ...SLEEPS, image: BUSYBOX };

it('makes a changed network anew with the containers on it, keeps a changed volume, and puts both back when it fails', { timeout: 180_000 }, async () => {
  await using shop = project('changed');
  const spec = (internal: boolean, type?: string) => ({
    services: { a: { ...sleeps, networks: ['back'], volumes: ['data:/data'] }, far: { ...sleeps, networks: ['front'] } },
    networks: { back: { internal }, front: {} },
    volumes: { data: type === undefined ? {} : { driver_opts: { type, device: type, o: 'size=1m' } } },
  });
  const first = await shop.up({ ...spec(false), services: { ...spec(false).services, old: { ...sleeps, networks: { back: { aliases: ['elder'] } } } } });
  await output(first, 'a', 'touch', '/data/file');
  const [a, far] = [await idOf(first, 'a'), await idOf(first, 'far')];
  const networkOf = async (stack: typeof first): Promise<string> => (await stack.services['a']!.inspect()).networks[`${shop.name}_back`]!.networkId;
  const before = await networkOf(first);

  const failing = spec(true);
  await expect(shop.up({ ...failing, services: { ...failing.services, a: { ...failing.services.a, command: ['sh', '-c', 'exit 3'] } } })).rejects.toMatchObject({ code: 'SERVICE_EXITED' });
  const restored = await shop.up(spec(false));
  expect(await idOf(restored, 'a')).toBe(a);
  expect(await output(restored, 'a', 'sh', '-c', 'nslookup -type=a elder | tail -n 3; ls /data')).toContain('Address');

  const changed = await shop.up(spec(true, 'tmpfs'));
  expect(await networkOf(changed)).not.toBe(before);
  expect(await idOf(changed, 'a')).not.toBe(a);
  expect(await idOf(changed, 'far')).toBe(far);
  // What stays though the spec does not know it is on the new network under its old names; what the volume holds stays.
  expect(await output(changed, 'a', 'sh', '-c', 'nslookup -type=a elder | tail -n 3; ls /data')).toMatch(/Address[^]*file/);
  expect(changed.warnings.map(({ path, message }) => `${path}: ${message}`.replaceAll(shop.name, 'shop'))).toMatchInlineSnapshot(`
    [
      "volumes.data: the volume "shop_data" was created by another definition; it is used as it is, with what it holds. To have it made anew, remove it first: docker volume rm shop_data",
      "services: the container shop-old-1 belongs to this project, but the spec has no such service; removeOrphans removes it",
    ]
  `);
});

it('uses what others made under the same name and says so, and does not touch a container whose name it wants', { timeout: 120_000 }, async () => {
  await using theirs = project('theirs');
  const name = theirs.name;
  const other = await theirs.up({
    services: { a: { ...sleeps, container_name: `${name}-fixed`, volumes: ['data:/data'] } },
    networks: { default: { name: `${name}-net` } },
    volumes: { data: { name: `${name}-data` } },
  });
  await using ours = project('ours');
  const wants = (container?: string) => ({
    services: { b: { ...sleeps, volumes: ['data:/data'], ...(container === undefined ? {} : { container_name: container }) } },
    networks: { default: { name: `${name}-net` } },
    volumes: { data: { name: `${name}-data` } },
  });
  const refused = await ours.up(wants(`${name}-fixed`)).then(() => 'no error', (error: unknown) => String(error as Error));
  expect(refused.replaceAll(name, 'theirs')).toMatchInlineSnapshot(`
    "StartError: Service "b" wants the container name "theirs-fixed" (services.b.container_name), which a container of project "theirs" has.
      Remove that container with "docker rm -f theirs-fixed", rename it, or leave container_name out."
  `);
  expect(await leftOf(ours.name)).toEqual([]);
  const stack = await ours.up(wants());
  expect(stack.warnings.map(({ path, message }) => `${path}: ${message}`.replaceAll(name, 'theirs')).sort()).toMatchInlineSnapshot(`
    [
      "networks.default: the network "theirs-net" exists and was not created for this project; it is used as it is and will not be removed",
      "volumes.data: the volume "theirs-data" exists and was not created for this project; it is used as it is and will not be removed",
    ]
  `);
  await expect(ours.up(wants(), { strict: true, forceRecreate: true })).rejects.toThrow('and strict is set');
  await stack.down({ volumes: true, timeoutMs: 0 });
  expect((await other.services['a']!.state()).running).toBe(true);
  expect(await leftOf(theirs.name)).toEqual([`container ${name}-fixed`, `network ${name}-net`, `volume ${name}-data`]);
});

it('refuses to make a network anew that others are attached to, and touches nothing', { timeout: 120_000 }, async () => {
  await using shop = project('shared');
  await using guest = project('guest');
  const spec = (internal: boolean) => ({ services: { a: sleeps }, networks: { default: { internal } } });
  const first = await shop.up(spec(false));
  const id = await idOf(first, 'a');
  const visitor = await guest.up({ services: { b: sleeps }, networks: { default: { external: true, name: `${shop.name}_default` } } });
  const visiting = (await idOf(visitor, 'b')).slice(0, 12);
  const refused = await shop.up(spec(true)).then(() => 'no error', (error: unknown) => String(error as Error));
  expect(refused.replaceAll(shop.name, 'shop').replaceAll(visiting, 'the-id')).toMatchInlineSnapshot(`
    "StartError: The network "shop_default" has another definition now (networks.default), but cannot be made anew: a container outside this project is attached to it (the-id).
      Detach them with "docker network disconnect shop_default <container>", or give the network another name."
  `);
  expect(await idOf(await shop.up(spec(false)), 'a')).toBe(id);
});

it('pulls as the policy and the option say, and builds what no registry has', { timeout: 120_000 }, async () => {
  await using shop = project('pulled');
  const nowhere = '127.0.0.1:9/nowhere';
  const policy = (pull_policy: string) => ({ services: { a: { ...sleeps, pull_policy } } });
  // The image was named by no registry, so that pulling it shows by failing.
  for (const kept of ['missing', 'never', 'daily', 'every_12h']) expect((await shop.up(policy(kept))).project).toBe(shop.name);
  for (const pulled of ['always', 'refresh', 'every_1s']) await expect(shop.up({ services: { a: { ...sleeps, image: BUSYBOX, pull_policy: pulled } } })).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  await expect(up({ name: shop.name, ...policy('never') }, { pull: 'always' })).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  const said: string[] = [];
  const built = await shop.up({ services: { a: { ...sleeps, image: `${nowhere}:${shop.name}`, build: { context: import.meta.dirname, dockerfile_inline: `FROM ${BUSYBOX}\nRUN echo made > /made\n` } } } }, { onProgress: ({ text }) => said.push(text) });
  expect(await output(built, 'a', 'cat', '/made')).toBe('made');
  expect(said.filter((text) => text.startsWith(nowhere)).at(-1)).toBe(`${nowhere}:${shop.name} cannot be pulled, so it is built`);
  await built.down({ timeoutMs: 0, rmi: 'all' });
});
