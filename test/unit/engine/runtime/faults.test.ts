import { EventEmitter, getEventListeners, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, expect, test } from 'vitest';
import { connectRuntime } from '../../../../src/engine/runtime/connect.ts';
import type { Runtime } from '../../../../src/engine/runtime/runtime.ts';
import { startFakeEngine } from './fake-engine.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const connectTo = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Runtime> => {
  const engine = await startFakeEngine(answer);
  undo.push(() => engine.close());
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  undo.push(() => runtime.close());
  return runtime;
};

/** The message, with the socket's random directory taken out. */
const failureOf = async (promise: Promise<unknown>): Promise<{ readonly code: unknown; readonly message: string }> => {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason as Error & { code?: unknown },
  );
  return { code: 'code' in error ? error.code : undefined, message: error.message.replace(/unix:\/\/\S*\.sock/, 'unix://SOCKET') };
};

const collect = async (items: AsyncIterable<unknown>, into: unknown[] = []): Promise<void> => {
  for await (const item of items) into.push(item);
};

const cut = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'Content-Length': 1000 });
  response.write(body, () => response.socket?.destroy());
};

test('rejects when an answer is cut short', async () => {
  const runtime = await connectTo((_, response) => cut(response, '{"Id":'));
  expect(await failureOf(runtime.containers.inspect('a'))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_LOST",
      "message": "Could not inspect container "a" on the container engine at unix://SOCKET: the connection broke (ECONNRESET). It answered before: see whether it was stopped or restarted, and read its log.",
    }
  `);
});

test('rejects when the connection breaks before the answer', async () => {
  const runtime = await connectTo((request) => request.socket.destroy());
  expect(await failureOf(runtime.volumes.list([]))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_LOST",
      "message": "Could not list volumes on the container engine at unix://SOCKET: the connection broke (ECONNRESET). It answered before: see whether it was stopped or restarted, and read its log.",
    }
  `);
});

test('rejects when the engine answers with something else than JSON', async () => {
  const runtime = await connectTo((_, response) => response.end('<html>'));
  expect(await failureOf(runtime.containers.inspect('a'))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_REQUEST",
      "message": "Could not inspect container "a": the engine answered 200, "an answer that is not JSON: <html>". Correct what the engine names, or read the engine's log.",
    }
  `);
});

test('rejects with the words of a server error', async () => {
  const runtime = await connectTo((_, response) => response.writeHead(500).end('{"message":"boom"}'));
  expect(await failureOf(runtime.networks.list([]))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_REQUEST",
      "message": "Could not list networks: the engine answered 500, "boom". Correct what the engine names, or read the engine's log.",
    }
  `);
});

test('rejects when the engine has gone', async () => {
  const engine = await startFakeEngine((_, response) => response.end('[]'));
  const runtime = await connectRuntime({ kind: 'unix', path: engine.path });
  undo.push(() => runtime.close());
  expect(await runtime.containers.list([])).toEqual([]);
  await engine.close();
  expect(await failureOf(runtime.containers.list([]))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_LOST",
      "message": "Could not list containers on the container engine at unix://SOCKET: there is no such socket (ENOENT). It answered before: see whether it was stopped or restarted, and read its log.",
    }
  `);
});

test('rejects a call after close', async () => {
  const runtime = await connectTo((_, response) => response.end('[]'));
  runtime.close();
  expect(await failureOf(runtime.containers.list([]))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_LOST",
      "message": "Could not list containers: the connection to unix://SOCKET was closed by this process. Finish what is under way before closing it, or connect again.",
    }
  `);
});

test('rejects what is under way on close', async () => {
  const engine = new EventEmitter();
  const asked = once(engine, 'asked');
  const runtime = await connectTo(() => engine.emit('asked'));
  const waiting = failureOf(runtime.containers.wait('a'));
  await asked;
  runtime.close();
  expect((await waiting).code).toBe('BACKEND_LOST');
});

test('rejects with the reason of the signal while the engine is silent, and leaves no listener', async () => {
  const engine = new EventEmitter();
  const asked = once(engine, 'asked');
  const runtime = await connectTo(() => engine.emit('asked'));
  const controller = new AbortController();
  const reason = new Error('enough');
  const waiting = expect(runtime.containers.wait('a', { signal: controller.signal })).rejects.toBe(reason);
  await asked;
  controller.abort(reason);
  await waiting;
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('rejects with the reason of the signal in the middle of an answer', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const runtime = await connectTo((_, response) => {
    response.write('{', () => setTimeout(() => controller.abort(reason), 20));
  });
  await expect(runtime.containers.inspect('a', { signal: controller.signal })).rejects.toBe(reason);
});

test('asks nothing when the signal has already aborted', async () => {
  let asked = 0;
  const runtime = await connectTo((_, response) => {
    asked += 1;
    response.end('[]');
  });
  const reason = new Error('enough');
  await expect(runtime.containers.list([], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(asked).toBe(0);
});

test('takes many requests with one signal without a warning, and leaves no listener', async () => {
  const warnings: string[] = [];
  const note = (warning: Error): unknown => warnings.push(warning.message);
  process.on('warning', note);
  undo.push(() => void process.off('warning', note));
  const runtime = await connectTo((_, response) => response.end('[]'));
  const controller = new AbortController();
  await Promise.all(Array.from({ length: 40 }, () => runtime.containers.list([], { signal: controller.signal })));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(warnings).toEqual([]);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('keeps its connections: many calls in a row use one', async () => {
  const sockets = new Set<unknown>();
  const runtime = await connectTo((request, response) => {
    sockets.add(request.socket);
    response.end('[]');
  });
  for (let call = 0; call < 20; call += 1) await runtime.containers.list([]);
  expect(sockets.size).toBe(1);
});

test('sends the body in the body only, and names the API version', async () => {
  const seen: { url: string | undefined; body: string }[] = [];
  const runtime = await connectTo((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ url: request.url, body });
      response.writeHead(201).end('{"Id":"x","Warnings":["w"]}');
    });
  });
  expect(await runtime.containers.create('a b', { Image: 'i', Labels: { k: 'ä' } }, { platform: 'linux/arm64' })).toEqual({ id: 'x', warnings: ['w'] });
  expect(seen).toEqual([{ url: '/v1.41/containers/create?name=a%20b&platform=linux%2Farm64', body: '{"Image":"i","Labels":{"k":"ä"}}' }]);
});

test('ends the events with BACKEND_LOST when the engine ends them', async () => {
  const runtime = await connectTo((_, response) => {
    response.write('{"Type":"container","Action":"start","Actor":{"ID":"a","Attributes":{}},"time":1,"timeNano":1500000000}\n', () => setTimeout(() => response.end(), 20));
  });
  const actions: unknown[] = [];
  const events = await runtime.events([], { signal: new AbortController().signal });
  expect(await failureOf(collect(events, actions))).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_LOST",
      "message": "The container engine at unix://SOCKET ended its event stream: it was stopped or restarted. See whether it runs, and read its log.",
    }
  `);
  expect(actions).toEqual([{ type: 'container', action: 'start', id: 'a', attributes: {}, timeMs: 1500 }]);
});

test('ends the events with BACKEND_LOST when the connection breaks, also before they are read', async () => {
  const runtime = await connectTo((_, response) => {
    response.flushHeaders();
    setTimeout(() => response.socket?.destroy(), 20);
  });
  const events = await runtime.events([], { signal: new AbortController().signal });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await failureOf(collect(events))).code).toBe('BACKEND_LOST');
});

test('ends a log with BACKEND_LOST when it stops inside a frame', async () => {
  const runtime = await connectTo((_, response) => response.end(Buffer.from([1, 0, 0, 0, 0, 0, 0, 9, 65])));
  expect((await failureOf(collect(runtime.containers.logs('a')))).code).toBe('BACKEND_LOST');
});

test('asks for the exit code until there is one, and says when it is lost', async () => {
  const answers = ['{"Running":true,"ExitCode":null}', '{"Running":true,"ExitCode":0}', '{"Running":false,"ExitCode":3}'];
  const runtime = await connectTo((request, response) => {
    if (request.url?.endsWith('/exec') === true) response.writeHead(201).end('{"Id":"e"}');
    else if (request.url?.endsWith('/start') === true) response.end();
    else if (answers.length > 0) response.end(answers.shift());
    else response.writeHead(404).end('{"message":"No such exec instance: e"}');
  });
  expect(await runtime.containers.exec('a', { command: ['x'] })).toEqual({ exitCode: 3, stdout: '', stderr: '' });
  expect(await failureOf(runtime.containers.exec('a', { command: ['x'] }))).toMatchInlineSnapshot(`
    {
      "code": "EXEC_FAILED",
      "message": "The exit code of a command in container "a" is lost: the container was removed while the command ran. Keep the container until the command has ended.",
    }
  `);
});

test('rejects a pull whose failure comes in the stream', async () => {
  const progress: unknown[] = [];
  const runtime = await connectTo((_, response) => response.end('{"status":"Pulling","id":"l1","progressDetail":{"current":1,"total":2}}\n{"error":"no space left on device"}\n'));
  expect(await failureOf(runtime.images.pull('ghcr.io/a/b:1', { onProgress: (step) => progress.push(step) }))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_PULL",
      "message": "Could not pull image "ghcr.io/a/b:1": the engine says "no space left on device". Check its name and that ghcr.io can be reached, log in with "docker login ghcr.io" if it is private, or build or load it.",
    }
  `);
  expect(progress).toEqual([{ status: 'Pulling', layer: 'l1', current: 1, total: 2 }]);
});

const unreadable = (): Error => Object.assign(new Error('EACCES: permission denied, open secret'), { code: 'EACCES' });

test('says that the build context could not be read, and not that the engine failed', async () => {
  const runtime = await connectTo((request, response) => {
    request.resume().on('end', () => response.end());
  });
  const context = new Readable({ read: () => undefined });
  const building = failureOf(runtime.images.build({ context, dockerfile: 'Dockerfile', tags: ['a:1'] }));
  context.push('x');
  setTimeout(() => context.destroy(unreadable()), 100);
  expect(await building).toMatchInlineSnapshot(`
    {
      "code": "BACKEND_REQUEST",
      "message": "Could not build image "a:1": what was to be sent could not be read, EACCES: permission denied, open secret. Check the files it is made of.",
    }
  `);
});

test('says so too of an archive that failed or was used up before it was sent, without asking the engine', async () => {
  let asked = 0;
  const runtime = await connectTo(() => (asked += 1));
  const failing = new Readable({ read: () => undefined });
  const building = failureOf(runtime.images.build({ context: failing, dockerfile: 'Dockerfile', tags: ['a:1'] }));
  failing.destroy(unreadable());
  expect((await building).message).toContain('could not be read, EACCES');
  expect((await failureOf(runtime.containers.putArchive('a', '/', failing))).message).toMatchInlineSnapshot(`"Could not copy files to container "a": what was to be sent could not be read, the stream was destroyed. Check the files it is made of."`);
  expect(asked).toBe(0);
});

test('says so too of a stream that is not one of Node itself', async () => {
  const runtime = await connectTo((request, response) => {
    request.resume().on('end', () => response.end());
  });
  const tar = pack();
  tar.entry({ name: 'a' }, 'x');
  setTimeout(() => tar.destroy(unreadable()), 100);
  expect((await failureOf(runtime.containers.putArchive('a', '/', tar as unknown as NodeJS.ReadableStream))).message).toContain('could not be read, EACCES');
});

test('stops reading an upload that the engine refuses', async () => {
  const runtime = await connectTo((_, response) => response.writeHead(404).end('{"message":"No such container: a"}'));
  const tar = new Readable({ read: () => undefined });
  tar.push('x');
  await expect(runtime.containers.putArchive('a', '/', tar)).rejects.toMatchObject({ code: 'RESOURCE_MISSING' });
  await expect.poll(() => tar.destroyed).toBe(true);
});

test('asks again for what changes nothing when the connection breaks, the answer is cut, or the engine trips', async () => {
  const asked: string[] = [];
  const troubles: ((request: IncomingMessage, response: ServerResponse) => void)[] = [
    (request) => request.socket.destroy(),
    (_, response) => response.writeHead(503).end('{"message":"busy"}'),
    (_, response) => response.end('[]'),
    (_, response) => cut(response, '[{'),
    (_, response) => response.end('[]'),
    (request) => request.socket.destroy(),
    (_, response) => response.writeHead(404).end('{"message":"No such volume: v"}'),
    (request) => request.socket.destroy(),
  ];
  const runtime = await connectTo((request, response) => {
    asked.push(`${String(request.method)} ${String(request.url).replace(/^\/v[\d.]+|\?.*/g, '')}`);
    troubles.shift()!(request, response);
  });
  expect(await runtime.containers.list([])).toEqual([]);
  expect(await runtime.networks.list([])).toEqual([]);
  await runtime.volumes.remove('v');
  expect((await failureOf(runtime.containers.start('a'))).code).toBe('BACKEND_LOST');
  expect(asked).toEqual([
    'GET /containers/json', 'GET /containers/json', 'GET /containers/json', 'GET /networks', 'GET /networks',
    'DELETE /volumes/v', 'DELETE /volumes/v', 'POST /containers/a/start',
  ]);
});
