import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectPlainly } from '../../../../src/engine/runtime/connect-plainly.ts';

const facts = { kind: 'docker', version: '20.10.24', apiVersion: '1.41', os: 'linux', arch: 'amd64' } as const;

/** What an engine is asked, and its refusals, told apart from what dockerode would send: no real engine shows its requests. */
test('asks an engine for the same as the Docker client would, and translates its refusals', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-plain-'));
  const path = join(folder, 'engine.sock');
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${decodeURIComponent(request.url ?? '')}`);
    if (request.method === 'GET') response.end('[]');
    else if (request.url?.includes('/networks/') === true) response.writeHead(409).end('{"message":"network has active endpoints"}');
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const engine = await connectPlainly({ kind: 'unix', path }, facts);
  try {
    expect(await engine.containers.list(['a=b', 'c'], { all: true })).toEqual([]);
    await engine.containers.remove('one', { force: true, volumes: true });
    await expect(engine.networks.remove('net')).rejects.toMatchObject({ code: 'RESOURCE_CONFLICT' });
    await expect(engine.volumes.remove('v', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(seen).toEqual(['GET /v1.41/containers/json?all=1&filters={"label":["a=b","c"]}', 'DELETE /v1.41/containers/one?force=1&v=1', 'DELETE /v1.41/networks/net']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(engine.volumes.list([])).rejects.toMatchObject({ code: 'BACKEND_LOST' });
  } finally {
    engine.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  }
});
