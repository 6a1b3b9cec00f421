import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { projectsLike } from '../left-in-engine.ts';

const NAME = 'includedvalue';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seaworthy-included-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  expect(await projectsLike(`${NAME}-`)).toEqual([]);
});

const service = `{image: "${BUSYBOX}", command: [sleep, "600"], stop_grace_period: 0s`;

it('gives a secret the value that the .env of its own included file has', async () => {
  const files = {
    'compose.yaml': `name: ${NAME}\ninclude: [one/c.yaml, two/c.yaml]\nservices: {web: ${service}, secrets: [one, two]}}\n`,
    'one/c.yaml': 'services: {}\nsecrets: {one: {environment: TOKEN}}\n', 'one/.env': 'TOKEN=first\n',
    'two/c.yaml': 'services: {}\nsecrets: {two: {environment: TOKEN}}\n', 'two/.env': 'TOKEN=second\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(directory, path, '..'), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  await using stack = await up(join(directory, 'compose.yaml'), { env: {} });
  const { stdout } = await stack.services['web']!.exec(['sh', '-c', 'cat /run/secrets/one; echo; cat /run/secrets/two']);
  expect(stdout).toBe('first\nsecond');
});

it('refuses a start_interval without a start_period before anything is created', async () => {
  const spec = { name: NAME, services: { web: { image: BUSYBOX, healthcheck: { test: ['CMD', 'true'], start_interval: '1s' } } } };
  await expect(up(spec)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [SpecError: 1 problem in the stack

    services.web.healthcheck.start_interval: healthcheck.start_interval requires healthcheck.start_period to be set: it is the interval during that period; set start_period, or leave start_interval out]
  `);
  expect(await projectsLike(`${NAME}-`)).toEqual([]);
});
