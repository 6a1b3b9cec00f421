import { spawn } from 'node:child_process';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { engineNames } from './engine-names.ts';
import { environment, writeProject } from './inline-project.ts';
import { runnerNode } from './runner-under-test.ts';

test('in watch mode each run of a file has a stack of its own, and nothing is left at the end', async () => {
  const text = `
    import { appendFileSync } from 'node:fs';
    import { test } from 'node:test';
    import { useStack } from 'seaworthy/node-test';
    const shop = useStack({ services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'] } } });
    test('answers', async () => {
      await shop.services.web.exec(['true']);
      appendFileSync(process.env.NOTES, shop.project + '\\n');
    });
  `;
  const folder = await writeProject({ 'shop.test.mjs': text });
  // Beside the project: a note in it would be a change to watch.
  const [notes, log] = [`${folder}.notes`, `${folder}.log`];
  onTestFinished(async () => {
    for (const file of [notes, log]) await rm(file, { force: true });
  });
  const terminal = await open(log, 'w');
  const child = spawn(runnerNode, ['--test', '--watch', 'shop.test.mjs'], { cwd: folder, env: { ...environment(), NOTES: notes }, stdio: ['ignore', terminal.fd, terminal.fd] });
  await terminal.close();
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  const projects = async (): Promise<readonly string[]> => (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const left = async (): Promise<readonly string[]> => engineNames(basename(folder).toLowerCase());
  const ran = async (times: number): Promise<void> => {
    await expect.poll(projects, { timeout: 60_000, interval: 200, message: await readFile(log, 'utf8') }).toHaveLength(times);
    await expect.poll(left, { timeout: 60_000, interval: 500 }).toEqual([]);
  };

  await ran(1);
  await writeFile(join(folder, 'shop.test.mjs'), `${text}\n// again`);
  await ran(2);
  child.kill('SIGTERM');
  await ended;
  expect(new Set(await projects()).size).toBe(2);
  expect(await left()).toEqual([]);
}, 180_000);
