import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { project, SLEEPS } from './project.ts';

/** The worker stands first, and only the other one says how its image is made. */
const spec = (image: string) => ({
  services: {
    app: { ...SLEEPS, image },
    builder: { ...SLEEPS, image, build: { context: import.meta.dirname, dockerfile_inline: `FROM ${BUSYBOX}\nRUN echo ${randomUUID()} > /made\n` } },
  },
});

it('runs a service on the image that another service of the stack builds', { timeout: 120_000 }, async () => {
  const image = `not-in-any-registry-${String(process.pid)}:1`;
  await using stack = await up(spec(image));
  const made = await stack.services.builder.exec(['cat', '/made']);
  expect(made.stdout).toMatch(/^[0-9a-f-]{36}\n$/);
  expect((await stack.services.app.exec(['cat', '/made'])).stdout).toBe(made.stdout);
});

it('does the same for a project, under the name that its file gives', { timeout: 120_000 }, async () => {
  await using shop = project('shared-build');
  const image = `not-in-any-registry-${String(process.pid)}:2`;
  const stack = await shop.up(spec(image));
  try {
    const ids = (await stack.images()).map(({ id, reference }) => [id, reference]);
    expect(ids).toEqual([[ids[0]![0], image], [ids[0]![0], image]]);
  } finally {
    await stack.down({ rmi: 'all', volumes: true, timeoutMs: 0 });
  }
});
