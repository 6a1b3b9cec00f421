import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Transport, TransportOptions } from './engine-client.ts';

const queryText = (query: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, typeof value === 'string' ? value : JSON.stringify(value)])).toString();

/**
 * The part of dockerode's transport that cleaning up takes, in a few lines: the watcher waits beside every run of tests,
 * and the whole of dockerode would more than double what it takes of the memory.
 */
export class PlainTransport {
  readonly modem: Transport;

  constructor({ socketPath, host, port, protocol, agent }: TransportOptions) {
    const request = protocol === 'https' ? requestTls : requestPlain;
    const where = socketPath === undefined ? { host, port } : { socketPath };
    this.modem = {
      dial: ({ path, method, options, abortSignal }, done) => {
        const text = method === 'POST' ? JSON.stringify(options._body) : '';
        const headers = method === 'POST' ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } : {};
        const sent = request({ ...where, agent, method, headers, path: `${path}${queryText(options._query)}`, ...(abortSignal === undefined ? {} : { signal: abortSignal }) });
        sent.once('response', (answer) => done(null, answer));
        sent.on('error', (error) => done(error));
        sent.end(text);
      },
    };
  }
}
