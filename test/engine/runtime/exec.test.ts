import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
let id: string;
beforeAll(async () => {
  scene = await setScene();
  id = await scene.run('trap "exit 0" TERM; while :; do sleep 0.1; done', { Env: ['FROM_CONTAINER=1'] });
});
afterAll(() => scene.end());

const exec = (script: string, options: object = {}): ReturnType<Scene['runtime']['containers']['exec']> => scene.runtime.containers.exec(id, { command: ['sh', '-c', script], ...options });

test('keeps the streams apart and tells the exit code', async () => {
  expect(await exec('echo öut; echo err >&2; exit 7')).toEqual({ exitCode: 7, stdout: 'öut\n', stderr: 'err\n' });
});

test('runs as the user, in the directory and with the environment it is given', async () => {
  const { stdout } = await exec('id -u; pwd; echo "$FROM_CONTAINER $A"', { user: '1234', workdir: '/tmp', env: { A: 'b c=d' } });
  expect(stdout).toBe('1234\n/tmp\n1 b c=d\n');
});

test('brings a large output whole', async () => {
  const { stdout } = await exec('i=0; while [ $i -lt 20000 ]; do echo "line $i äöü"; i=$((i+1)); done');
  expect(stdout).toBe(Array.from({ length: 20_000 }, (_, index) => `line ${index} äöü\n`).join(''));
});

test('sends standard input and closes it', async () => {
  const text = 'grüße\n'.repeat(50_000);
  expect(await exec('wc -c', { stdin: text })).toMatchObject({ exitCode: 0, stdout: `${Buffer.byteLength(text)}\n` });
  expect(await exec('cat', { stdin: new Uint8Array([104, 105]) })).toEqual({ exitCode: 0, stdout: 'hi', stderr: '' });
  expect(await exec('cat', { stdin: '' })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('tells the outcome of a command that does not read its input', async () => {
  expect(await exec('echo done; exit 4', { stdin: 'x'.repeat(5_000_000) })).toEqual({ exitCode: 4, stdout: 'done\n', stderr: '' });
});

test('has one stream with a terminal', async () => {
  expect(await exec('tty; echo err >&2', { tty: true })).toEqual({ exitCode: 0, stdout: '/dev/pts/0\r\nerr\r\n', stderr: '' });
});

test('waits for the exit code of a command that closes its output first', async () => {
  expect(await exec('exec >/dev/null 2>&1; sleep 0.5; exit 5')).toMatchObject({ exitCode: 5 });
});

test('answers with the exit code of a command that does not exist', async () => {
  expect(await scene.runtime.containers.exec(id, { command: ['no-such-command'] })).toMatchObject({ exitCode: 126, stdout: expect.stringContaining('executable file not found') });
});

test('gives up with the reason of the signal', async () => {
  const reason = new Error('enough');
  for (const options of [{}, { stdin: 'x' }]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 200);
    const began = performance.now();
    await expect(scene.runtime.containers.exec(id, { command: ['sleep', '5'], ...options }, { signal: controller.signal })).rejects.toBe(reason);
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});

test('refuses a container that does not run, and one that does not exist', async () => {
  const stopped = await scene.create('true');
  expect(await failureOf(scene.runtime.containers.exec(stopped, { command: ['true'] }))).toMatchInlineSnapshot(`
    {
      "code": "SERVICE_NOT_RUNNING",
      "message": "Could not run a command in container "ID": the engine answered 409, "Container ID is not running". A command can only run in a running container; look at the container's log for why it is not.",
      "name": "ExecError",
    }
  `);
  expect(await failureOf(scene.runtime.containers.exec('seaworthy-absent', { command: ['true'] }))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "Could not run a command in container "seaworthy-absent": the engine answered 404, "No such container: seaworthy-absent". It was removed meanwhile, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
});

test('tells the exit code of a command whose container is killed', async () => {
  const doomed = await scene.run('sleep 60');
  const running = scene.runtime.containers.exec(doomed, { command: ['sh', '-c', 'echo begun; sleep 30'] });
  await expect.poll(async () => (await scene.runtime.containers.exec(doomed, { command: ['ps'] })).stdout).toContain('sleep 30');
  await scene.runtime.containers.kill(doomed);
  expect(await running).toEqual({ exitCode: 137, stdout: 'begun\n', stderr: '' });
});

test('runs many commands at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 12 }, (_, index) => exec(`echo ${index}; exit ${index}`)));
  expect(outcomes.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual(Array.from({ length: 12 }, (_, index) => [index, `${index}\n`]));
});
