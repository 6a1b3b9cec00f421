import http from 'node:http';
import https from 'node:https';
import { parseEngineHost, tlsOptions } from './engine-address.mjs';
import { SetUpError } from './set-up-error.mjs';

/**
 * @typedef {object} EngineRequest
 * @property {string} [method] default GET
 * @property {Record<string, string>} [headers]
 * @property {import('node:stream').Readable} [body]
 * @property {AbortSignal | undefined} [signal]
 */

/**
 * @param {string} host as DOCKER_HOST says it
 * @param {string} path with query
 * @param {EngineRequest} [options]
 * @returns {Promise<{ status: number, text: string }>}
 */
export async function requestText(host, path, options = {}) {
  const response = await open(host, path, options);
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode ?? 0, text };
}

/**
 * A request that the engine answers with its stream of progress messages. The status is 200 even where the work fails
 * later, so the stream is read to its end and the message with an `error` is what fails.
 *
 * @param {string} host
 * @param {string} path
 * @param {EngineRequest & { onMessage?: (message: Record<string, any>) => void }} options
 * @returns {Promise<string>} what the work printed
 * @throws {SetUpError} with the end of what the work printed
 */
export async function requestProgress(host, path, { onMessage, ...options }) {
  const response = await open(host, path, options);
  let printed = '';
  let failure;
  for await (const line of lines(response)) {
    const message = parseMessage(line);
    onMessage?.(message);
    if (typeof message.stream === 'string') printed += message.stream;
    if (message.error !== undefined || message.message !== undefined) failure = message.error ?? message.message;
  }
  const status = response.statusCode ?? 0;
  if (failure === undefined && status < 400) return printed;
  throw new EngineRefusal(String(failure ?? `status ${status}`), printed);
}

/** The engine's own words for why it did not do it, and what the work had printed until then. */
export class EngineRefusal extends SetUpError {
  /**
   * @param {string} message
   * @param {string} printed
   */
  constructor(message, printed) {
    super(message);
    this.printed = printed;
  }
}

/** @param {AsyncIterable<Buffer | string>} chunks */
async function* lines(chunks) {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((part) => part.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}

/**
 * @param {string} line
 * @returns {Record<string, any>}
 */
function parseMessage(line) {
  try {
    return JSON.parse(line);
  } catch {
    // A proxy or an engine in trouble may answer in plain text: keep it to be shown.
    return { stream: `${line}\n` };
  }
}

/**
 * @param {string} host
 * @param {string} path
 * @param {EngineRequest} options
 * @returns {Promise<http.IncomingMessage>}
 */
function open(host, path, { method = 'GET', headers = {}, body, signal }) {
  const { protocol, ...target } = parseEngineHost(host, { tls: Boolean(process.env.DOCKER_TLS_VERIFY) });
  const { request } = protocol === 'https:' ? https : http;
  const keys = protocol === 'https:' ? tlsOptions(process.env) : {};
  return new Promise((resolve, reject) => {
    const call = request({ ...target, ...keys, path, method, headers, agent: false, ...(signal && { signal }) }, resolve);
    call.on('error', reject);
    if (!body) return void call.end();
    body.on('error', (error) => call.destroy(error));
    body.pipe(call);
  });
}
