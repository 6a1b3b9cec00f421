import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attach } from '../../../src/index.ts';
import { down, type DownReport, run, up } from '../../../src/compose.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';

const inOrder = ({ containers, ...report }: DownReport): DownReport => ({ ...report, containers: containers.toSorted() });

const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true, stop_grace_period: '0s' } as const;

describe('down of services', { timeout: 180_000 }, () => {
  it('removes their containers and what is theirs alone, and leaves the others running', async () => {
    const name = `parts-${randomBytes(4).toString('hex')}`;
    const spec = {
      name,
      services: {
        a: { ...sleeper, scale: 2, networks: ['only', 'default'], volumes: ['own:/own', 'shared:/shared'] },
        b: { ...sleeper, depends_on: ['a'], volumes: ['shared:/shared'] },
        off: { ...sleeper, profiles: ['off'] },
      },
      networks: { only: {} },
      volumes: { own: {}, shared: {} },
    } as const;
    const stack = await up(spec);
    try {
      await run(stack, 'a', ['true'], { noDeps: true, rm: false, name: `${name}-once` });
      await expect(down(stack, { services: ['c'] })).rejects.toThrow(`Project "${name}" has no service "c"; it has "a", "b", "off".`);
      // The container of the one-off run is on the networks and the volumes of its service.
      expect(inOrder(await down(stack, { services: ['a', 'off'] }))).toEqual({ containers: [`${name}-a-1`, `${name}-a-2`], networks: [], volumes: [] });
      expect(await leftOf(name)).toEqual([`container ${name}-b-1`, `container ${name}-once`, `network ${name}_default`, `network ${name}_only`, `volume ${name}_own`, `volume ${name}_shared`]);
      const again = await up(spec);
      expect(inOrder(await down(again, { services: ['a'], volumes: true, removeOrphans: true }))).toEqual({ containers: [`${name}-a-1`, `${name}-a-2`, `${name}-once`], networks: [`${name}_only`], volumes: [`${name}_own`] });
      expect((await again.ps()).map(({ container, state }) => [container, state])).toEqual([[`${name}-b-1`, 'running']]);
      const attached = await attach(name);
      expect(await attached.down({ services: ['a'], volumes: true })).toEqual({ containers: [], networks: [], volumes: [] });
      await again.down({ volumes: true });
      expect(await leftOf(name)).toEqual([]);
    } finally {
      await stack.down({ volumes: true, timeoutMs: 0, removeOrphans: true });
    }
  });
});
