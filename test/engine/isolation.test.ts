import { expect, it } from 'vitest';
import { up } from '../../src/index.ts';
import { BUSYBOX, NGINX } from './images.ts';
import { leftOf, projectsLike } from './left-in-engine.ts';

/** A file that `docker compose` could have up only once. */
const spec = {
  name: 'isolated',
  services: {
    web: { image: NGINX, container_name: 'the-web', ports: ['18080:80'], volumes: ['content:/content'] },
    probe: { image: BUSYBOX, command: ['sleep', '600'] },
  },
  networks: { default: { name: 'the-network' } },
  volumes: { content: { name: 'the-volume' } },
} as const;

it('has the same file up several times at once, its fixed names and ports made its own', async () => {
  const stacks = await Promise.all([up(spec), up(spec), up(spec)]);
  try {
    expect(new Set(stacks.map(({ project }) => project)).size).toBe(3);
    expect(new Set(stacks.map(({ services }) => services.web.port(80))).size).toBe(3);
    for (const { project, services } of stacks) {
      expect(await leftOf(project)).toEqual([`container ${project}-probe-1`, `container ${project}-web-1`, `network ${project}_default`, `volume ${project}_content`]);
      // The old name still resolves inside the stack.
      expect((await services.probe.exec(['wget', '-q', '-O', '/dev/null', 'http://the-web/'])).exitCode).toBe(0);
      expect((await fetch(services.web.url(80))).status).toBe(200);
    }
  } finally {
    await Promise.all(stacks.map((stack) => stack[Symbol.asyncDispose]()));
  }
  expect(await projectsLike('isolated-')).toEqual([]);
});

it('keeps what the file says with isolate: false', async () => {
  await using stack = await up(spec, { isolate: false });
  expect(stack.services.web.port(80)).toBe(18080);
  expect(stack.services.web.containers).toEqual(['the-web']);
  expect(await leftOf(stack.project)).toEqual([`container ${stack.project}-probe-1`, 'container the-web', 'network the-network', 'volume the-volume']);
});
