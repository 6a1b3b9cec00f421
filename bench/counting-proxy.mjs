import { defaultHost } from '../scripts/setup/engine-address.mjs';
import { startEngineProxy } from '../scripts/setup/engine-proxy.mjs';

/**
 * A socket that passes every request on to the engine and notes it.
 *
 * @param {string} [engine] as DOCKER_HOST says it
 * @returns {Promise<import('./counting-proxy.d.mts').CountingProxy>}
 */
export async function startCountingProxy(engine = process.env.DOCKER_HOST || defaultHost) {
  /** @type {string[]} */
  const seen = [];
  const proxy = await startEngineProxy(engine, (call) => void seen.push(call));
  return { host: proxy.host, taken: () => seen.splice(0), [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}
