import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { build, down, stop, up as composeUp } from '../../../src/compose.ts';
import { attach, up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';

const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true, stop_grace_period: '0s' } as const;
const unique = (base: string): string => `${base}-${randomBytes(4).toString('hex')}`;
const docker = (...args: readonly string[]): string => execFileSync('docker', [...args], { encoding: 'utf8' }).trim();

describe('down', { timeout: 180_000 }, () => {
  it('removes what is declared, also under a name of its own, and leaves what is external or used by others', async () => {
    const [name, external, own] = [unique('declared'), unique('external'), unique('own')];
    for (const kind of ['volume', 'network']) docker(kind, 'create', external);
    const stack = await composeUp({
      name,
      services: { a: { ...sleeper, networks: ['default', 'outside'], volumes: ['named:/n', 'plain:/p', 'outside:/o', '/anonymous'] } },
      networks: { outside: { external: true, name: external } },
      volumes: { named: { name: own }, plain: {}, outside: { external: true, name: external } },
    });
    const guest = docker('run', '--detach', '--network', `${name}_default`, '--volume', `${own}:/n`, '--name', unique('guest'), BUSYBOX, 'sleep', '600');
    try {
      const report = await down(stack, { volumes: true });
      expect(report).toMatchObject({ containers: [`${name}-a-1`], networks: [], volumes: [`${name}_plain`] });
      expect(report.notes?.map((note) => note.replace(/guest-[0-9a-f]+/, 'guest').replace(name, 'declared').replace(own, 'own')).sort()).toMatchInlineSnapshot(`
        [
          "the network "declared_default" is still in use by guest, so it stays",
          "the volume "own" is still in use by another container, so it stays",
        ]
      `);
      expect(await leftOf(name)).toEqual([`network ${name}_default`, `volume ${own}`]);
      for (const kind of ['volume', 'network']) expect(docker(kind, 'inspect', '--format', '{{.Name}}', external)).toBe(external);
      expect(await stack.down({ volumes: true })).toEqual({ containers: [], networks: [], volumes: [] });
    } finally {
      docker('rm', '--force', '--volumes', guest);
      docker('network', 'rm', `${name}_default`, external);
      docker('volume', 'rm', own, external);
    }
  });

  it('leaves orphans and what they need, or removes them when told to', async () => {
    const name = unique('orphans');
    await composeUp({ name, services: { a: sleeper, b: sleeper } });
    const second = await composeUp({ name, services: { a: sleeper } });
    const report = await down(second);
    expect(report).toEqual({ containers: [`${name}-a-1`], networks: [], volumes: [], notes: [`the network "${name}_default" is still in use by ${name}-b-1, so it stays`] });
    const third = await composeUp({ name, services: { a: sleeper } });
    expect((await down(third, { removeOrphans: true })).containers.toSorted()).toEqual([`${name}-a-1`, `${name}-b-1`]);
    expect(await leftOf(name)).toEqual([]);
  });

  it('removes images that were built for the stack, or all that it names', async () => {
    const name = unique('images');
    const tagged = `${name}-tagged:1`;
    docker('tag', BUSYBOX, tagged);
    const context = await mkdtemp(join(tmpdir(), 'seaworthy-context-'));
    const spec = { name, services: { built: { command: sleeper.command, init: true, stop_grace_period: '0s', build: { context, dockerfile_inline: `FROM ${BUSYBOX}\nLABEL a=${name}` } }, named: { ...sleeper, image: tagged } } };
    const has = (reference: string): boolean => docker('images', '--quiet', reference) !== '';
    const first = await composeUp(spec);
    await build(first, ['built']);
    expect(await down(first, { rmi: 'local' })).toMatchObject({ images: [`${name}-built`] });
    expect([has(`${name}-built`), has(tagged)]).toEqual([false, true]);
    const second = await composeUp(spec);
    expect((await (await attach(name)).down({ rmi: 'all' })).images?.toSorted()).toEqual([`${name}-built`, tagged].sort());
    expect([has(`${name}-built`), has(tagged)]).toEqual([false, false]);
    await second.down();
    await rm(context, { recursive: true });
  });

  it('gives each service its grace unless told otherwise, in order', async () => {
    const deaf = { image: BUSYBOX, command: ['sh', '-c', 'trap : TERM; while :; do sleep 0.05; done'], stop_grace_period: '1m' };
    const stack = await up({ services: { a: { ...deaf, depends_on: ['b'] }, b: deaf } });
    const since = String(Math.floor(Date.now() / 1000));
    const before = performance.now();
    expect((await stack.down({ timeoutMs: 500 })).containers).toEqual([`${stack.project}-a-1`, `${stack.project}-b-1`]);
    expect(performance.now() - before).toBeLessThan(30_000);
    const done = docker('events', '--since', since, '--until', String(Math.ceil(Date.now() / 1000) + 1), '--filter', `label=com.docker.compose.project=${stack.project}`, '--filter', 'event=kill', '--filter', 'event=destroy', '--format', '{{.Action}} {{.Actor.Attributes.name}}');
    const of = (service: string, action: string): string => `${action} ${stack.project}-${service}-1`;
    expect([...new Set(done.trim().split('\n'))]).toEqual([of('a', 'kill'), of('a', 'destroy'), of('b', 'kill'), of('b', 'destroy')]);
  });

  it('takes a stack that was stopped, whose containers somebody removed in part', async () => {
    const stack = await up({ services: { a: { ...sleeper, scale: 2 }, b: { ...sleeper, depends_on: ['a'] } } });
    await stop(stack);
    docker('rm', `${stack.project}-a-2`);
    const attached = await attach(stack.project);
    expect(Object.values(attached.services).map(({ containers }) => containers)).toEqual([[`${stack.project}-a-1`], [`${stack.project}-b-1`]]);
    await stack.down();
    expect(await leftOf(stack.project)).toEqual([]);
    expect(await attached.down()).toEqual({ containers: [], networks: [], volumes: [] });
  });
});
