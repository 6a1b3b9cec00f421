import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect, failureOf, setScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterAll(() => scene.end());

const ended = async (script: string, body: object = {}): Promise<string> => {
  const id = await scene.run(script, body);
  await scene.runtime.containers.wait(id);
  return id;
};

test('reads the lines of both streams with the time of the engine', async () => {
  const before = Date.now();
  const id = await ended('echo öne; sleep 0.05; echo two >&2; sleep 0.05; printf "three"');
  const lines = await collect(scene.runtime.containers.logs(id));
  expect(lines.map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'öne'],
    ['stderr', 'two'],
    ['stdout', 'three'],
  ]);
  for (const { timeMs } of lines) expect(Math.abs(timeMs - before)).toBeLessThan(60_000);
  expect(lines[1]!.timeMs - lines[0]!.timeMs).toBeGreaterThan(40);
});

test('takes the last lines, and lines from and until a moment to the millisecond', async () => {
  const id = await ended('for i in 1 2 3 4 5; do echo $i; sleep 0.02; done');
  const logs = async (options: object): Promise<string> => (await collect(scene.runtime.containers.logs(id, options))).map(({ text }) => text).join('');
  const lines = await collect(scene.runtime.containers.logs(id));
  expect(await logs({ tail: 2 })).toBe('45');
  expect(await logs({ tail: 0 })).toBe('');
  for (const { text, timeMs } of lines) expect(await logs({ sinceMs: timeMs })).toBe('12345'.slice(Number(text) - 1));
  expect(await logs({ sinceMs: lines[2]!.timeMs + 1 })).toBe('45');
  expect(await logs({ untilMs: lines[2]!.timeMs + 1 })).toBe('123');
});

// ASCII, because the json-file driver itself spoils a character that lies across two pieces.
test('joins a line that the engine stores in pieces', async () => {
  const id = await ended('i=0; while [ $i -lt 10000 ]; do printf "piece%05d" $i; i=$((i+1)); done; echo; echo next');
  const [long, next] = await collect(scene.runtime.containers.logs(id));
  const expected = Array.from({ length: 10_000 }, (_, index) => `piece${String(index).padStart(5, '0')}`).join('');
  expect(long!.text.length).toBe(expected.length);
  expect(long!.text === expected).toBe(true);
  expect(next!.text).toBe('next');
});

test('reads the log of a terminal', async () => {
  const id = await ended('echo one; echo two >&2', { Tty: true });
  expect((await collect(scene.runtime.containers.logs(id))).map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'one'],
    ['stdout', 'two'],
  ]);
});

test('follows until the container ends', async () => {
  const id = await scene.run('for i in 1 2 3; do echo $i; sleep 0.1; done');
  expect((await collect(scene.runtime.containers.logs(id, { follow: true }))).map(({ text }) => text)).toEqual(['1', '2', '3']);
});

test('ends the request when the loop is left', async () => {
  const id = await scene.run('while :; do echo x; sleep 0.05; done');
  const seen: string[] = [];
  for await (const { text } of scene.runtime.containers.logs(id, { follow: true })) {
    seen.push(text);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual(['x', 'x', 'x']);
});

test('rejects with the reason of the signal while nothing is logged', async () => {
  const id = await scene.run('sleep 30');
  const reason = new Error('enough');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 100);
  await expect(collect(scene.runtime.containers.logs(id, { follow: true, signal: controller.signal }))).rejects.toBe(reason);
});

test('is empty for a container that has logged nothing', async () => {
  expect(await collect(scene.runtime.containers.logs(await scene.create('true')))).toEqual([]);
});

test('refuses a container that does not exist', async () => {
  expect(await failureOf(collect(scene.runtime.containers.logs('seaworthy-absent')))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "Could not read the log of container "seaworthy-absent": the engine answered 404, "No such container: seaworthy-absent". It was removed meanwhile, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
});
