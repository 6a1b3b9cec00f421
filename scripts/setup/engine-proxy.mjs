import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEngineHost, tlsOptions } from './engine-address.mjs';

/**
 * What is done to a call: nothing, or the connection is cut before the engine gets it or instead of its answer, its answer
 * is replaced by a 500, never comes, or ends in the middle.
 *
 * @typedef {'cut before' | 'cut after' | '500' | 'hang' | 'cut body'} Fault
 */

/** Methods and paths by which calls are told apart: without version, query and ids. @param {http.IncomingMessage} incoming */
const callOf = ({ method, url = '' }) => `${method} ${url.replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '').replace(/[0-9a-f]{64}/g, '*')}`;

/**
 * A socket that passes every request on to the engine.
 *
 * @param {string} engine as DOCKER_HOST says it
 * @param {(call: string) => Fault | undefined} onCall told of each before it is passed on
 */
export async function startEngineProxy(engine, onCall) {
  const { protocol, ...target } = parseEngineHost(engine, { tls: Boolean(process.env.DOCKER_TLS_VERIFY) });
  const { request } = protocol === 'https:' ? https : http;
  const keys = protocol === 'https:' ? tlsOptions(process.env) : {};
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-proxy-'));
  const socketPath = join(folder, 'engine.sock');
  const server = http.createServer((incoming, outgoing) => {
    const fault = onCall(callOf(incoming));
    if (fault === 'cut before') {
      incoming.socket.destroy();
      return;
    }
    const passed = request({ ...target, ...keys, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      if (fault === undefined) pass(answer, outgoing);
      else spoil(fault, answer, outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise((resolve) => server.listen(socketPath, () => resolve(undefined)));
  return {
    host: `unix://${socketPath}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {http.IncomingMessage} answer
 * @param {http.ServerResponse} outgoing
 */
function pass(answer, outgoing) {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  outgoing.flushHeaders();
  answer.on('error', () => outgoing.destroy());
  answer.pipe(outgoing);
}

/**
 * The engine has done what it was asked; what it says of that is lost in one way or another.
 *
 * @param {Fault} fault
 * @param {http.IncomingMessage} answer
 * @param {http.ServerResponse} outgoing
 */
function spoil(fault, answer, outgoing) {
  if (fault === 'cut after') {
    outgoing.destroy();
  } else if (fault === '500') {
    answer.destroy();
    outgoing.writeHead(500, { 'Content-Type': 'application/json' }).end('{"message":"the engine tripped"}');
  } else if (fault === 'hang') {
    answer.resume();
  } else {
    // Longer than what comes, whatever that is: an answer without a body is cut in its headers' promise of one.
    outgoing.writeHead(answer.statusCode === 204 ? 200 : (answer.statusCode ?? 502), { 'Content-Type': 'application/json', 'Content-Length': 100_000_000 });
    outgoing.flushHeaders();
    answer.once('data', (/** @type {Buffer} */ chunk) => outgoing.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => outgoing.destroy()));
    answer.once('end', () => outgoing.destroy());
  }
}
