import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeEngine {
  readonly path: string;
  close(): Promise<void>;
}

/** A server for faults that no engine can be made to produce. It describes itself well and leaves the rest to `answer`. */
export async function startFakeEngine(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'fake-engine-'));
  const path = join(directory, 'engine.sock');
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    if (request.url === '/version') response.end(JSON.stringify({ Version: 'fake', ApiVersion: '1.41', MinAPIVersion: '1.24', Os: 'linux', Arch: 'none' }));
    else if (request.url?.endsWith('/_ping') === true) response.end('OK');
    else answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
