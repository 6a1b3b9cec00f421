import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { ownFolder } from '../../../src/engine/cleanup/own-folder.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';

const spec = { services: { app: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s', scale: 2 } } } as const;

const lockNameOf = async (project: string): Promise<string> => {
  const runtime = await connectBackend();
  runtime.close();
  return createHash('sha256').update(`${runtime.endpoint}\n${project}`).digest('hex').slice(0, 32);
};

it('lets the ups of one project follow each other, in one process: the second finds what the first has made', { timeout: 120_000 }, async () => {
  const projectName = `at-once-${String(process.pid)}`;
  const said: string[] = [];
  const stacks = await Promise.all([1, 2].map(() => up(spec, { projectName, onProgress: ({ text: line }) => said.push(line) })));
  await using stack = stacks[0]!;
  const ids = await Promise.all(stacks.map(async (one) => (await one.services.app.inspect()).id));
  expect(ids[0]).toBe(ids[1]);
  expect(await stack.ps()).toHaveLength(2);
  expect(said.filter((line) => line.startsWith('waiting for'))).toEqual([`waiting for another up of project "${projectName}", in this process`]);
});

it('waits as long as it may for an up of another process, and says so; one that was killed is not waited for', { timeout: 120_000 }, async () => {
  const projectName = `taken-${String(process.pid)}`;
  const name = await lockNameOf(projectName);
  const holder = spawn('sleep', ['600'], { stdio: 'ignore' });
  await mkdir(ownFolder('projects'), { recursive: true });
  await writeFile(join(ownFolder('projects'), `${name}.lock`), `${String(holder.pid)} other`);
  const failure = await up(spec, { projectName, timeoutMs: 500 }).then(() => 'no error', (error: unknown) => (error as Error).message);
  expect(failure.replace(projectName, 'PROJECT').replace(String(holder.pid), 'PID')).toMatchInlineSnapshot(`
    "Project "PROJECT" was not free within 500 ms: another up of it, in process PID, is still under way.
      Let that one end, give this one more time with timeoutMs, or another name with projectName."
  `);
  await expect(up(spec, { projectName, signal: AbortSignal.timeout(500) })).rejects.toThrow('due to timeout');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await using stack = await up(spec, { projectName });
  expect(await stack.ps()).toHaveLength(2);
  expect((await readdir(ownFolder('projects'))).filter((file) => file.startsWith(name))).toEqual([]);
});
