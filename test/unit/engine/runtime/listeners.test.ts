import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { connectRuntime } from '../../../../src/engine/runtime/connect.ts';
import type { Runtime } from '../../../../src/engine/runtime/runtime.ts';
import { startFakeEngine } from './fake-engine.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const FRAME = Buffer.from([1, 0, 0, 0, 0, 0, 0, 2, 104, 105]);
const EVENT = '{"Type":"container","Action":"start","Actor":{"ID":"a","Attributes":{}},"time":1}\n';

/** An engine that begins to answer and would go on for ever. */
async function connectToTalker(first: Buffer | string): Promise<{ readonly runtime: Runtime; readonly talking: Promise<ServerResponse> }> {
  let resolve = (_: ServerResponse): void => {};
  const talking = new Promise<ServerResponse>((done) => (resolve = done));
  const engine = await startFakeEngine((request, response) => {
    request.resume();
    if (request.url?.endsWith('/exec') === true) {
      response.writeHead(201).end('{"Id":"e"}');
      return;
    }
    response.write(first);
    resolve(response);
  });
  undo.push(() => engine.close());
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  undo.push(() => runtime.close());
  return { runtime, talking };
}

/** Fails as a test's own assertion would. */
const own = new Error('expected 1 to be 2');
const fail = (): never => {
  throw own;
};
const failAtFirst = async (items: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of items) fail();
};

test.each<readonly [string, Buffer | string, (runtime: Runtime) => Promise<unknown>]>([
  ['exec', FRAME, (runtime) => runtime.containers.exec('a', { command: ['x'], onOutput: fail })],
  ['attach', FRAME, async (runtime) => (await runtime.containers.attach('a', { onOutput: fail })).ended],
  ['pull', '{"status":"Pulling"}\n', (runtime) => runtime.images.pull('a:1', { onProgress: fail })],
  ['build', '{"stream":"Step 1/1 : FROM a\\n"}\n', (runtime) => runtime.images.build({ context: Readable.from([]), dockerfile: 'Dockerfile', tags: ['a:1'], onOutput: fail })],
  ['logs', Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 34]), Buffer.from('2026-01-01T00:00:00.000000000Z hi\n')]), (runtime) => failAtFirst(runtime.containers.logs('a', { follow: true }))],
  ['events', EVENT, async (runtime) => failAtFirst(await runtime.events([], { signal: new AbortController().signal }))],
])('what a listener throws during %s comes out as it is, and ends the request', async (_, first, act) => {
  const { runtime, talking } = await connectToTalker(first);
  const ended = talking.then((response) => once(response, 'close'));
  await expect(act(runtime)).rejects.toBe(own);
  await ended;
});

test('an abort while the exit code of a command is asked for rejects with the reason of the signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const engine = await startFakeEngine((request, response) => {
    request.resume();
    if (request.url?.endsWith('/exec') === true) response.writeHead(201).end('{"Id":"e"}');
    else if (request.url?.endsWith('/start') === true) response.end();
    else response.end('{"Running":true,"ExitCode":null}', () => setTimeout(() => controller.abort(reason), 20));
  });
  undo.push(() => engine.close());
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  undo.push(() => runtime.close());
  await expect(runtime.containers.exec('a', { command: ['x'] }, { signal: controller.signal })).rejects.toBe(reason);
});
