import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { engineNames } from './engine-names.ts';
import { environment, writeProject } from './inline-project.ts';
import { jestConfig, jestProject } from './jest-project.ts';
import { ofRunner, runnerNode } from './runner-under-test.ts';

test('in watch mode a stack stays between runs, a worker’s does not, and all are gone at the end', async () => {
  const web = `{ services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'] } } }`;
  const folder = await writeProject({
    ...jestProject({}),
    'jest.config.js': jestConfig(`seaworthy: { stacks: { shop: ${web} } }, stack: ${web}, stackScope: 'worker'`),
    'shop.test.js': `
      const { appendFileSync } = require('node:fs');
      test('answers', async () => {
        appendFileSync('stacks.txt', stacks.shop.project + ' ' + stack.project + '\\n');
        expect((await stacks.shop.services.web.exec(['true'])).exitCode).toBe(0);
      });
    `,
  });
  // Jest listens to keys in a terminal only.
  const jest = `'${runnerNode}' '${ofRunner('jest/bin/jest.js')}' --runInBand --watchAll`;
  const log = `${folder}.log`;
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', jest, log], { cwd: folder, env: environment(), stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  onTestFinished(() => {
    child.kill('SIGKILL');
    return rm(log, { force: true });
  });
  const shows = async (text: string, times: number): Promise<void> =>
    expect.poll(async () => stripVTControlCharacters(await readFile(log, 'utf8').catch(() => '')).split(text).length - 1, { timeout: 100_000, interval: 200 }).toBe(times);
  const left = async (): Promise<readonly string[]> => engineNames(basename(folder).toLowerCase());

  await shows('Watch Usage', 1);
  const [project] = (await left()).flatMap((name) => /^container (.*)-web-1$/.exec(name)?.[1] ?? []);
  child.stdin.write('\r');
  await shows('Watch Usage', 2);
  expect(await left()).toEqual([`container ${project}-web-1`, `network ${project}_default`]);
  child.stdin.write('q');
  expect(await ended).toBe(0);

  const runs = (await readFile(join(folder, 'stacks.txt'), 'utf8')).trim().split('\n').map((line) => line.split(' '));
  expect(runs.map(([shared]) => shared)).toEqual([project, project]);
  expect(new Set(runs.map(([, own]) => own)).size).toBe(2);
  await expect.poll(left, { timeout: 60_000, interval: 500 }).toEqual([]);
}, 300_000);
