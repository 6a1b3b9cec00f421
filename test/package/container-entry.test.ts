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
