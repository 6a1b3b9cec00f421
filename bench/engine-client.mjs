import http from 'node:http';
import https from 'node:https';
import { parseEngineHost, tlsOptions } from '../scripts/setup/engine-address.mjs';

/**
 * The least that can talk to an engine: one request, one answer, over sockets that stay open. What it takes to do
 * something is what the engine takes, so it is the floor that everything else is held against.
 *
 * @typedef {object} EngineClient
 * @property {(method: string, path: string, body?: object, options?: CallOptions) => Promise<any>} call
 * @property {(path: string, options?: CallOptions) => Promise<http.IncomingMessage>} open an answer as it arrives
 * @property {() => void} close
 */

/** @typedef {{ signal?: AbortSignal | undefined }} CallOptions */

/**
 * @param {string} host as DOCKER_HOST says it
 * @returns {EngineClient}
 */
export function createEngineClient(host) {
  const { protocol, ...target } = parseEngineHost(host, { tls: Boolean(process.env.DOCKER_TLS_VERIFY) });
  const transport = protocol === 'https:' ? https : http;
  const agent = new transport.Agent({ keepAlive: true, ...(protocol === 'https:' ? tlsOptions(process.env) : {}) });

  /**
   * @param {string} method
   * @param {string} path
   * @param {object | undefined} body
   * @param {CallOptions} options
   * @returns {Promise<http.IncomingMessage>}
   */
  const send = (method, path, body, { signal }) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = payload === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(payload) };
      const request = transport.request({ ...target, agent, method, path, headers, ...(signal && { signal }) }, resolve);
      request.on('error', reject);
      request.end(payload);
    });

  return {
    async call(method, path, body, options = {}) {
      const response = await send(method, path, body, options);
      const text = await textOf(response);
      const status = response.statusCode ?? 0;
      if (status >= 400) throw new Error(`The engine answered ${status} to ${method} ${path}: ${text.trim()}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async open(path, options = {}) {
      const response = await send('GET', path, undefined, options);
      if (response.statusCode !== 200) throw new Error(`The engine answered ${response.statusCode} to GET ${path}: ${await textOf(response)}`);
      return response;
    },
    close: () => agent.destroy(),
  };
}

/** @param {http.IncomingMessage} response */
async function textOf(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Filters of a listing or a subscription, as a query.
 *
 * @param {Readonly<Record<string, readonly string[]>>} filters
 */
export function filterQuery(filters) {
  return `filters=${encodeURIComponent(JSON.stringify(filters))}`;
}
