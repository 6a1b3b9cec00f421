import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../scripts/steps/package.mjs';

/** A volume as a process that is gone would have left it; 2^22 is one more than the highest process number of Linux. */
const left = {
  Name: 'seaworthy-left-on-purpose',
  Labels: { 'seaworthy.session': 'gone', 'seaworthy.owner.pid': String(2 ** 22), 'seaworthy.owner.host': hostname() },
};
const socketPath = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').slice('unix://'.length);

let folder: string;
beforeEach(async () => {
  // Inside the repository, so that Vitest is found.
  folder = await mkdtemp(join(root, 'test/package/.left-'));
  await writeFile(join(folder, 'vitest.config.mjs'), `export default { test: { globalSetup: ['${join(root, 'test/nothing-left.ts')}'] } };`);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await ask('DELETE', `/volumes/${left.Name}`);
});

/** Resolves with the status. */
async function ask(method: string, path: string, body?: unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method, path, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Runs Vitest in the folder with CI unset, since others may use the engine meanwhile. */
async function runVitest(testFile: string): Promise<{ readonly code: unknown; readonly output: string }> {
  await writeFile(join(folder, 'one.test.mjs'), testFile);
  const { CI: _ci, SEAWORTHY_LEFTOVERS: _leftovers, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], { cwd: folder, env: { ...env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}

const creating = `
import { request } from 'node:http';
import { test } from 'vitest';
test('leaves a volume', () => new Promise((resolve, reject) => {
  const call = request({ socketPath: ${JSON.stringify(socketPath)}, method: 'POST', path: '/volumes/create', headers: { 'content-type': 'application/json' } }, (response) => response.resume().on('end', resolve));
  call.on('error', reject).end(${JSON.stringify(JSON.stringify(left))});
}));
`;

test('a run whose tests pass but leave something fails, and names what is left', async () => {
  const { code, output } = await runVitest(creating);
  expect(output).toContain('1 passed');
  expect(output).toContain('The engine still holds what this run made:\n  volume    seaworthy-left-on-purpose, made by process 4194304');
  expect(code).toBe(1);
});

test('a run that leaves nothing of its own passes, whatever was there before', async () => {
  expect(await ask('POST', '/volumes/create', left)).toBe(201);
  const { code, output } = await runVitest("import { test } from 'vitest'; test('leaves nothing', () => {});");
  expect(output).toContain('1 passed');
  expect(code).toBe(0);
});
