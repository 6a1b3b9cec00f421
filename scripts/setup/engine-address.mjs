import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from './set-up-error.mjs';

/** Where clients look when nobody tells them another place. */
export const defaultHost = 'unix:///var/run/docker.sock';

/**
 * @typedef {object} EngineAddress
 * @property {'http:' | 'https:'} protocol
 * @property {string} [socketPath]
 * @property {string} [host]
 * @property {number} [port]
 */

/**
 * What a value of DOCKER_HOST means.
 *
 * @param {string} value
 * @param {{ tls?: boolean }} [options] tls: whether DOCKER_TLS_VERIFY is set
 * @returns {EngineAddress}
 * @throws {SetUpError} for a scheme that is not spoken here, such as ssh
 */
export function parseEngineHost(value, { tls = false } = {}) {
  const [, scheme, rest] = /^([a-z]+):\/\/(.+)$/.exec(value) ?? [];
  if (scheme === 'unix' || scheme === 'npipe') return { protocol: 'http:', socketPath: /** @type {string} */ (rest) };
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    const url = new URL(`http://${rest}`);
    const secure = tls || scheme === 'https';
    return {
      protocol: secure ? 'https:' : 'http:',
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (secure ? 2376 : 2375)),
    };
  }
  throw new SetUpError(`the address ${value} is not understood: unix://, npipe:// and tcp:// are`);
}

/**
 * Keys for an engine that asks for them, from the place that the Docker client reads.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function tlsOptions(env) {
  const folder = env.DOCKER_CERT_PATH;
  if (!folder) return {};
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

/**
 * @param {string} host where the engine answers
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>} what a client must be told to find it there
 */
export function engineVariables(host, env) {
  const foundByDefault = host === defaultHost && (!env.DOCKER_HOST || env.DOCKER_HOST === defaultHost);
  return foundByDefault ? {} : { DOCKER_HOST: host };
}
