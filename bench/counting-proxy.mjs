import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultHost, parseEngineHost, tlsOptions } from '../scripts/setup/engine-address.mjs';

/**
 * A socket that passes every request on to the engine and notes it.
 *
 * @param {string} [engine] as DOCKER_HOST says it
 * @returns {Promise<import('./counting-proxy.d.mts').CountingProxy>}
 */
export async function startCountingProxy(engine = process.env.DOCKER_HOST || defaultHost) {
  const { protocol, ...target } = parseEngineHost(engine, { tls: Boolean(process.env.DOCKER_TLS_VERIFY) });
  const { request } = protocol === 'https:' ? https : http;
  const keys = protocol === 'https:' ? tlsOptions(process.env) : {};
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-count-'));
  const socketPath = join(folder, 'engine.sock');
  /** @type {string[]} */
  const seen = [];
  const server = http.createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '').replace(/[0-9a-f]{64}/g, '*');
    seen.push(`${incoming.method} ${path}`);
    const passed = request({ ...target, ...keys, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise((resolve) => server.listen(socketPath, () => resolve(undefined)));
  return {
    host: `unix://${socketPath}`,
    taken: () => seen.splice(0),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
