import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { packPackage, root } from '../../scripts/steps/package.mjs';
import { BUSYBOX } from '../engine/images.ts';
import { quietStep } from './quiet-step.ts';

const run = promisify(execFile);
beforeAll(async () => {
  await packPackage({ step: quietStep });
});

const use = `async ({ run, logs, removeIfExists, runOnce }) => {
  const box = await run({ image: ${JSON.stringify(BUSYBOX)}, cmd: ['sh', '-c', 'echo ready; sleep 600'] });
  for await (const { text } of logs(box, { follow: true })) {
    console.log(text);
    break;
  }
  console.log(await removeIfExists(box), (await runOnce(${JSON.stringify(BUSYBOX)}, ['cat'], { stdin: 'once' })).stdout);
}`;

test.each([
  ['an ES module', 'module', `import * as api from ${JSON.stringify(pathToFileURL(`${root}/dist/container.mjs`).href)};\nawait (${use})(api);`],
  ['CommonJS', 'commonjs', `(${use})(require(${JSON.stringify(`${root}/dist/container.cjs`)}));`],
])('is used from %s, and holds the process no longer than it is used', async (_what, type, script) => {
  const { stdout } = await run(process.execPath, [`--input-type=${type}`, '--eval', script], { timeout: 60_000 });
  expect(stdout).toBe('ready\ntrue once\n');
});

/** Tells of every module that is asked for, in a thread of its own: what it prints is not the script's. */
const tellOfImports = `data:text/javascript,${encodeURIComponent("import { writeSync } from 'node:fs'; export const resolve = async (specifier, context, next) => { const found = await next(specifier, context); writeSync(2, found.url + '\\n'); return found; };")}`;

/** Runs a script and resolves with the packages of node_modules that it has loaded, as an ES module or as CommonJS. */
const packagesOf = async (type: string, script: string): Promise<readonly string[]> => {
  const told = type === 'module' ? `import { register } from 'node:module';\nregister(${JSON.stringify(tellOfImports)});\n${script}` : `${script};\nprocess.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));`;
  const { stderr } = await run(process.execPath, [`--input-type=${type}`, '--eval', told], { timeout: 60_000 });
  return [...new Set([...stderr.matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/g)].flatMap(([, name]) => name ?? []))].sort();
};

test.each([
  ['an ES module', 'module', (then: string) => `const api = await import(${JSON.stringify(pathToFileURL(`${root}/dist/container.mjs`).href)});\n${then}`],
  ['CommonJS', 'commonjs', (then: string) => `const api = require(${JSON.stringify(`${root}/dist/container.cjs`)});\n${then}`],
])('loads no client, no schemas and no parser with an import from %s, but with the first call', async (_what, type, importing) => {
  // Two small ones, which selectBackendFor and setBackend need: they answer at once.
  const light = importing(`api.selectBackendFor({ services: { app: { image: 'app' } } }); api.setBackend(undefined);`);
  expect(await packagesOf(type, light)).toEqual(['fastest-levenshtein']);
  expect(await packagesOf(type, importing(`api.imageExists('no-such-image').catch(() => undefined)`))).toContain('dockerode');
  expect(await packagesOf(type, importing(`api.run({}).catch(() => undefined)`))).toEqual(expect.arrayContaining(['dockerode', 'zod']));
});
