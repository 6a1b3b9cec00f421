import { expect, it } from 'vitest';
import { listResources } from '../../../scripts/leftovers.mjs';
import { up } from '../../../src/compose.ts';
import { BUSYBOX, REDIS } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { idOf, output, project, SLEEPS } from './project.ts';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const exists = async (volume: string): Promise<boolean> => (await listResources(host)).some(({ kind, name }) => kind === 'volume' && name === volume);

it('carries anonymous volumes over to the new container, those of the image too, and removes them at the end', async () => {
  await using shop = project('anonymous');
  const spec = (round: string) => ({ services: { a: { ...SLEEPS, image: REDIS, entrypoint: [], volumes: ['/extra'], environment: { ROUND: round } } } });
  const first = await shop.up(spec('1'));
  await output(first, 'a', 'sh', '-c', 'echo kept > /data/file; echo kept > /extra/file');
  const volumes = (await first.services['a']!.inspect()).mounts.map(({ name }) => name!);
  const third = await shop.up(spec('2')).then(() => shop.up(spec('3')));
  expect(await output(third, 'a', 'sh', '-c', 'cat /data/file /extra/file; echo $ROUND')).toBe('kept\nkept\n3');

  const renewed = await shop.up(spec('4'), { renewAnonVolumes: true });
  expect(await output(renewed, 'a', 'sh', '-c', 'find /data /extra -name file && echo looked')).toBe('looked');
  expect(await Promise.all(volumes.map(exists))).toEqual([false, false]);

  const last = await shop.up(spec('5'));
  const carried = (await last.services['a']!.inspect()).mounts.map(({ name }) => name!);
  await last.down({ volumes: true, timeoutMs: 0 });
  expect(await Promise.all(carried.map(exists))).toEqual([false, false]);
});

it('takes a project on from whatever its containers are doing', async () => {
  await using shop = project('states');
  const spec = { services: { paused: { ...SLEEPS, image: BUSYBOX }, killed: { ...SLEEPS, image: BUSYBOX }, once: { image: BUSYBOX, command: ['echo', 'ran'] }, after: { ...SLEEPS, image: BUSYBOX, depends_on: { once: { condition: 'service_completed_successfully' } } } } } as const;
  const first = await shop.up(spec);
  const ids = await Promise.all(['paused', 'killed', 'once', 'after'].map((name) => idOf(first, name)));
  await first.services['paused']!.pause();
  await first.services['killed']!.kill();
  const second = await shop.up(spec);
  expect(await Promise.all(['paused', 'killed', 'once', 'after'].map((name) => idOf(second, name)))).toEqual(ids);
  expect((await second.ps({ all: true })).map(({ container, state }) => `${container.slice(shop.name.length + 1)} ${state}`).sort()).toEqual(['after-1 running', 'killed-1 running', 'once-1 exited', 'paused-1 running']);
  // What is meant to end runs again: a migration sees every up.
  expect((await second.services['once']!.logs()).map(({ text }) => text)).toEqual(['ran', 'ran']);
});

it('scales up and down, and removes what has changed first', async () => {
  await using shop = project('scaled');
  const spec = (scale: number, round = '1') => ({ services: { a: { ...SLEEPS, image: BUSYBOX, scale, environment: { ROUND: round } } } });
  const names = async (): Promise<readonly string[]> => (await leftOf(shop.name)).filter((name) => name.startsWith('container')).map((name) => name.slice(`container ${shop.name}-`.length));
  await shop.up(spec(1));
  await shop.up(spec(3), { noRecreate: true });
  expect(await names()).toEqual(['a-1', 'a-2', 'a-3']);
  await shop.up(spec(2));
  expect(await names()).toEqual(['a-1', 'a-2']);
  const grown = await shop.up(spec(3, '2'), { noRecreate: true });
  expect(grown.services['a']!.containers).toEqual([1, 2, 3].map((number) => `${shop.name}-a-${String(number)}`));
  // The third alone is as the spec now says.
  await shop.up(spec(1, '2'));
  expect(await names()).toEqual(['a-3']);
  await shop.up(spec(0, '2'));
  expect(await names()).toEqual([]);
});

it('makes anew only what it is asked to, and leaves the rest of the project alone', async () => {
  await using shop = project('chosen');
  const spec = (round: string) => ({ services: { db: { ...SLEEPS, image: BUSYBOX, environment: { ROUND: round } }, web: { ...SLEEPS, image: BUSYBOX, depends_on: ['db'], environment: { ROUND: round } }, other: { ...SLEEPS, image: BUSYBOX } } });
  const first = await shop.up(spec('1'));
  const ids = { db: await idOf(first, 'db'), web: await idOf(first, 'web'), other: await idOf(first, 'other') };

  const alone = await shop.up(spec('2'), { services: ['web'], noDeps: true, removeOrphans: true });
  expect(alone.warnings).toEqual([]);
  expect(await idOf(alone, 'web')).not.toBe(ids.web);
  expect(await leftOf(shop.name)).toEqual([`container ${shop.name}-db-1`, `container ${shop.name}-other-1`, `container ${shop.name}-web-1`, `network ${shop.name}_default`]);

  const kept = await shop.up(spec('3'), { services: ['db'], noRecreate: true });
  expect(await idOf(kept, 'db')).toBe(ids.db);
  const forced = await shop.up(spec('1'), { services: ['web'], forceRecreate: true });
  expect(await idOf(forced, 'db')).toBe(ids.db);
  await expect(up({ name: shop.name, services: {} }, { forceRecreate: true, noRecreate: true })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [SpecError: The options forceRecreate and noRecreate of up exclude each other.
      Give one of them.]
  `);
});
