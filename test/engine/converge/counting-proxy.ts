import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CountingProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Every request since the last time it was asked, as `POST /containers/create`; ids are shown as `*`. */
  readonly taken: () => readonly string[];
}

const realSocket = (process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock').replace('unix://', '');

/** A socket that passes every request on to the engine and notes it. */
export const startCountingProxy = async (): Promise<CountingProxy> => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-count-'));
  const socketPath = join(folder, 'engine.sock');
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '').replace(/[0-9a-f]{64}/g, '*');
    seen.push(`${incoming.method ?? ''} ${path}`);
    const passed = request({ socketPath: realSocket, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    host: `unix://${socketPath}`,
    taken: () => seen.splice(0),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
};
