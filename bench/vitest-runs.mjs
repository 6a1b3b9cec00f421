/**
 * Real runs of Vitest: what a stack for each test costs when it is brought up and down in turn, and when it comes from the
 * warm pool; and what a file pays for the handles of a stack of the run. `npm run bench:vitest -- [tests]`. A
 * test takes as long as a start and a fifth more.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage, root } from '../scripts/steps/package.mjs';
import { benchStacks } from './stacks.mjs';
import { summarise } from './statistics.mjs';

const run = promisify(execFile);
const projects = join(root, '.setup/projects');
const tests = Number(process.argv[2] ?? 20);
const images = JSON.parse(await readFile(join(root, '.setup/env.json'), 'utf8'));
const spec = JSON.stringify(benchStacks(images).find(({ key }) => key === 'independent')?.spec);

const config = `
  import { seaworthy } from 'seaworthy/vitest/plugin';
  import { defineConfig } from 'vitest/config';
  export default defineConfig({ plugins: [seaworthy({ stacks: STACKS })], test: { maxWorkers: 1, fileParallelism: false, testTimeout: 300_000 } });
`;

/**
 * @param {string} fixture
 * @param {{ tests: number, testMs: number }} size
 */
const perTest = (fixture, { tests, testMs }) => ({
  'vitest.config.ts': config.replace('STACKS', '{}'),
  'shop.test.ts': `
    import { appendFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { ephemeral, stackFixture } from 'seaworthy/vitest';
    import { afterAll, test as base } from 'vitest';
    const test = base.extend({ stack: ${fixture}(${spec}) });
    const begun = performance.now();
    for (let index = 0; index < ${tests}; index += 1) {
      test('test ' + index, async ({ stack, task }) => {
        appendFileSync('figures.txt', (Date.now() - task.result.startTime) + '\\n');
        await setTimeout(${testMs});
      });
    }
    afterAll(() => appendFileSync('total.txt', String(performance.now() - begun)));
  `,
});

const FILES = 9;

const perFile = {
  'vitest.config.ts': config.replace('STACKS', `{ shop: ${spec} }`),
  ...Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [
      `file-${index}.test.ts`,
      `
        import { appendFileSync } from 'node:fs';
        import { test } from 'vitest';
        const begun = performance.now();
        const { injectStack } = await import('seaworthy/vitest');
        injectStack('shop').services.one.port(80);
        appendFileSync('figures.txt', (performance.now() - begun) + '\\n');
        test('has a port', () => {});
      `,
    ]),
  ),
};

/**
 * Runs Vitest on a project and reads the figures that its tests left.
 *
 * @param {Readonly<Record<string, string>>} files
 */
async function measure(files) {
  await mkdir(projects, { recursive: true });
  const folder = await mkdtemp(join(projects, 'bench-'));
  try {
    for (const [name, text] of Object.entries({ 'package.json': '{"private":true,"type":"module"}', ...files })) await writeFile(join(folder, name), text);
    const begun = performance.now();
    await run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
    const figures = (await readFile(join(folder, 'figures.txt'), 'utf8')).trim().split('\n').map(Number);
    return { figures, runMs: performance.now() - begun };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const tarball = await packPackage({ step: async (_name, work) => work(() => undefined) });
const installed = join(projects, 'node_modules/seaworthy');
await rm(installed, { recursive: true, force: true });
await mkdir(installed, { recursive: true });
await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);

const median = (/** @type {readonly number[]} */ figures) => summarise(figures).median;
const starts = await measure(perTest('stackFixture', { tests: 3, testMs: 0 }));
const size = { tests, testMs: Math.round(median(starts.figures) * 1.2) };
const inTurn = await measure(perTest('stackFixture', size));
const pooled = await measure(perTest('ephemeral', size));
const files = await measure(perFile);
const text = (/** @type {number} */ ms) => `${ms.toFixed(1)} ms`;
const ratio = pooled.runMs / inTurn.runMs;
console.log(`${tests} tests of ${size.testMs} ms, each with a stack of five services of its own, in one worker`);
console.log(`  up and down in turn: ${text(inTurn.runMs)}; a test waits ${text(median(inTurn.figures))} for its stack (median)`);
console.log(`  from the pool: ${text(pooled.runMs)}; a test waits ${text(median(pooled.figures))} (median; the first one ${text(pooled.figures[0] ?? NaN)}); wanted at most 20 ms`);
console.log(`  ratio of the runs: ${ratio.toFixed(2)}; wanted at most 0.55`);
console.log(`A file's import, inject and handles: ${text(median(files.figures))} (median of ${files.figures.length} files); wanted at most 40 ms`);
