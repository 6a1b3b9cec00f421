import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { engineNames } from './engine-names.ts';
import { environment, writeProject, type ProjectFiles } from './inline-project.ts';
import { ofRunner, runnerNode } from './runner-under-test.ts';

/** Vitest in a terminal of its own, since it listens to keys in no other. */
async function watch(files: ProjectFiles) {
  const folder = await writeProject(files);
  const log = `${folder}.log`;
  onTestFinished(() => rm(log, { force: true }));
  const vitest = `'${runnerNode}' '${ofRunner('vitest/vitest.mjs')}' watch`;
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', vitest, log], { cwd: folder, env: environment(), stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = async (): Promise<string> => stripVTControlCharacters(await readFile(log, 'utf8').catch(() => ''));
  return {
    folder,
    ended,
    output,
    type: (keys: string) => child.stdin.write(keys),
    shows: async (text: string, times: number) => expect.poll(async () => (await output()).split(text).length - 1, { timeout: 60_000, interval: 200 }).toBeGreaterThanOrEqual(times),
    left: async () => engineNames(basename(folder).toLowerCase()),
    rewrite: async (path: string, text: string) => writeFile(join(folder, path), text),
  };
}

test('in watch mode a stack stays between reruns, is reset before each, and is gone at the end', async () => {
  const counting = `
    import { appendFileSync } from 'node:fs';
    import { injectStack } from 'seaworthy/vitest';
    import { expect, test } from 'vitest';
    const shop = injectStack('shop');
    test('starts from nothing', async () => {
      appendFileSync('projects.txt', shop.project + '\\n');
      expect((await shop.services.web.exec(['sh', '-c', 'echo order >> /orders; wc -l < /orders'])).stdout.trim()).toBe('1');
    });
  `;
  const vitest = await watch({
    'vitest.config.ts': `
      import { seaworthy } from 'seaworthy/vitest/plugin';
      import { defineConfig } from 'vitest/config';
      const stacks = { shop: { services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'] } } } };
      const onRerun = async ({ shop }) => { await shop.services.web.exec(['rm', '/orders']); };
      export default defineConfig({ plugins: [seaworthy({ stacks, onRerun })], test: { testTimeout: 60_000, watch: true } });
    `,
    'shop.test.ts': counting,
  });
  await vitest.shows('Waiting for file changes', 1);
  await vitest.rewrite('shop.test.ts', `${counting}\n// again`);
  await vitest.shows('Waiting for file changes', 2);
  const up = await vitest.left();
  vitest.type('q');
  expect(await vitest.ended).toBe(0);
  expect(up).toHaveLength(2);
  expect((await vitest.output()).match(/Tests {2}.*/g)).toEqual(['Tests  1 passed (1)', 'Tests  1 passed (1)']);
  expect(new Set((await readFile(join(vitest.folder, 'projects.txt'), 'utf8')).trim().split('\n')).size).toBe(1);
  expect(await vitest.left()).toEqual([]);
}, 180_000);
