import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root, tarball } from '../steps/package.mjs';

/** How long each run takes for its test, in milliseconds: time in which it does nothing to the engine, as tests do. */
const TEST_MS = 400;

/** @param {string} image */
const services = (image) => `
const box = { image: ${JSON.stringify(image)}, command: 'sleep 600', init: true, volumes: ['data:/data', '/anonymous'] };
const services = { a: box, b: { ...box, depends_on: ['a'] } };
const pause = () => new Promise((resolve) => setTimeout(resolve, ${TEST_MS}));
`;

/** A script that brings a stack up, uses it and takes it down. @param {string} image */
const script = (image) => `
import { up } from 'seaworthy';
${services(image)}
const stack = await up({ name: process.argv[2], services, volumes: { data: {} } });
await pause();
await stack.down();
`;

/** A test file that has a stack of its own. @param {string} image */
const vitestFile = (image) => `
import { test as base } from 'vitest';
import { stackFixture } from 'seaworthy/vitest';
${services(image)}
const test = base.extend({ shop: stackFixture({ name: process.env.FAULT_PROJECT, services, volumes: { data: {} } }) });
test('uses its stack', { timeout: 300_000 }, async ({ shop }) => { await pause(); });
`;

/** @param {number} workers */
const vitestConfig = (workers) => `export default { test: { maxWorkers: ${workers}, minWorkers: ${workers}, fileParallelism: ${workers > 1}, include: ['*.test.mjs'] } };`;

/**
 * Writes the projects that are run and killed, where they find the packed package and Vitest.
 *
 * @param {string} image
 * @returns {Promise<string>} their folder
 */
export async function writeProjects(image) {
  const folder = join(root, '.setup/projects/faults');
  const installed = join(folder, 'node_modules/seaworthy');
  await rm(folder, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  await promisify(execFile)('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await cp(fileURLToPath(new URL('programs', import.meta.url)), folder, { recursive: true });
  await writeFile(join(folder, 'script.mjs'), script(image));
  for (const file of ['one', 'two', 'three']) await writeFile(join(folder, `${file}.test.mjs`), vitestFile(image));
  await writeFile(join(folder, 'single.config.mjs'), vitestConfig(1));
  await writeFile(join(folder, 'parallel.config.mjs'), vitestConfig(2));
  return folder;
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/**
 * What is killed, and the command that runs it; a project's name is its argument or in FAULT_PROJECT.
 *
 * @type {Readonly<Record<string, (name: string) => readonly string[]>>}
 */
export const runners = {
  script: (name) => ['script.mjs', name],
  'Vitest, one worker': () => [vitest, 'run', '--config', 'single.config.mjs'],
  'Vitest, two workers': () => [vitest, 'run', '--config', 'parallel.config.mjs'],
};
