/**
 * One connection to one engine: requests over a pool of kept-alive sockets. Built on dockerode's transport (sockets,
 * pipes, hijacking) and not on its per-noun methods: those repeat the whole body in the URL, drop the warnings of a
 * create, and never settle when an answer is cut short.
 */
import { setMaxListeners } from 'node:events';
import { Agent, type OutgoingHttpHeaders } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createSecureContext } from 'node:tls';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';
import { SeaworthyError } from '../../errors.ts';
import { askAgain } from './ask-again.ts';
import type { DirectEndpoint } from './dial.ts';
import { engineWords, isGone, translateClosed, translateConnectionError, translateStatus } from './translate-error.ts';
import type { Deed } from './translate-error.ts';
import { Upload } from './upload.ts';

type QueryValue = string | number | boolean | readonly string[] | Readonly<Record<string, unknown>> | undefined;

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without version prefix and query, names already encoded. */
  readonly path: string;
  /** A list is repeated, an object is sent as JSON, `true` as 1; `undefined` and `false` are left out. */
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly body?: object | undefined;
  readonly upload?: Upload | Buffer | undefined;
  /** A list is sent as several headers of that name. */
  readonly headers?: Readonly<Record<string, string | string[]>> | undefined;
  /** Asks for the bare socket, to write to. */
  readonly hijack?: boolean | undefined;
  readonly deed: Deed;
  /** The error for a refusal, where the deed has one of its own, from what was seen. */
  readonly refused?: ((seen: string) => SeaworthyError) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Answer {
  readonly status: number;
  readonly stream: Readable;
}

/** An answer that has been read to its end. */
interface WholeAnswer {
  readonly status: number;
  readonly text: string;
}

/** What of dockerode is used. */
export interface Transport {
  dial(options: DialOptions, done: (error: Error | null, answer?: unknown) => void): void;
}

/** One request, as the transport takes it. */
interface DialOptions {
  readonly path: string;
  readonly method: string;
  readonly isStream: boolean;
  readonly statusCodes: Record<number, boolean>;
  readonly options: { readonly _query: Record<string, unknown>; readonly _body: object };
  readonly headers?: OutgoingHttpHeaders;
  readonly file?: NodeJS.ReadableStream | Buffer;
  readonly hijack?: boolean;
  readonly abortSignal?: AbortSignal;
}

/** Where to, as dockerode's options have it. */
export type TransportOptions = Pick<Dockerode.DockerOptions, 'host' | 'port' | 'socketPath' | 'protocol'> & { readonly agent?: Agent };

/** Every status is a success to dockerode's transport, so that translation is ours and never its prose. */
const ANY_STATUS: Record<number, boolean> = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

/**
 * The transport prints every request for its debug log, whether that is on or not; a pool full of sockets takes
 * milliseconds to print. This one is short.
 */
class KeptAliveAgent extends Agent {
  [inspect.custom](): string {
    return 'KeptAliveAgent {}';
  }
}

/** As above. What it connects with stays in here, where nothing prints it. */
class KeptAliveTlsAgent extends TlsAgent {
  [inspect.custom](): string {
    return 'KeptAliveTlsAgent {}';
  }
}

const POOL = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo' } as const;

function createAgent(endpoint: DirectEndpoint): Agent {
  if (endpoint.kind !== 'tcp' || endpoint.tls === undefined) return new KeptAliveAgent(POOL);
  const { ca, cert, key, verify } = endpoint.tls;
  const secureContext = createSecureContext({ ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) });
  return new KeptAliveTlsAgent({ ...POOL, secureContext, rejectUnauthorized: verify });
}

const toQuery = (query: EngineRequest['query']): Record<string, unknown> => {
  const sent: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== false) sent[key] = value === true ? 1 : value;
  }
  return sent;
};

/** A name or reference as a part of a path: its slashes and colons stay, as the engine's routes expect. */
export const encodeName = (name: string): string => encodeURIComponent(name).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%40/g, '@');

/** The label filters of a listing or subscription. */
export const labelFilter = (labels: readonly string[]): Readonly<Record<string, unknown>> | undefined => (labels.length === 0 ? undefined : { label: labels });

const refusal = (status: number, body: string, { deed, refused }: EngineRequest): SeaworthyError =>
  refused === undefined ? translateStatus(status, body, deed) : refused(`the engine answered ${status}, "${engineWords(body)}"`);

/** The engine or what is before it was busy or tripped; that something is gone is no such trouble. */
const isPassing = ({ status, text }: WholeAnswer): boolean => [429, 500, 502, 503, 504].includes(status) && !isGone(text);

const accepted = (answer: WholeAnswer, request: EngineRequest): WholeAnswer => {
  if (answer.status >= 400) throw refusal(answer.status, answer.text, request);
  return answer;
};

/** `undefined` for an empty answer. */
const parse = ({ status, text }: WholeAnswer, deed: Deed): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw translateStatus(status, `an answer that is not JSON: ${text.slice(0, 200)}`, deed);
  }
};

function collect(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    stream.on('error', reject);
    stream.on('close', () => reject(Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' })));
  });
}

export class EngineClient {
  readonly endpoint: string;
  readonly #agent: Agent;
  readonly #modem: Transport;
  readonly #sockets: Set<Readable> = new Set();
  #prefix = '';
  #answered = false;
  #closed = false;

  /** `name` is the address that the user knows it by. */
  constructor(endpoint: DirectEndpoint, name: string, createDocker: new (options: TransportOptions) => { readonly modem: Transport }) {
    this.endpoint = name;
    this.#agent = createAgent(endpoint);
    // Each option is named: the transport fills the missing ones from DOCKER_HOST.
    const target = endpoint.kind === 'tcp' ? { host: endpoint.hostname, port: endpoint.port, socketPath: undefined } : { host: undefined, port: undefined, socketPath: endpoint.path };
    const options: Record<string, unknown> = { ...target, protocol: endpoint.kind === 'tcp' && endpoint.tls !== undefined ? 'https' : 'http', agent: this.#agent, timeout: undefined, connectionTimeout: undefined, ca: undefined, cert: undefined, key: undefined, pathPrefix: '/' };
    this.#modem = new createDocker(options).modem;
  }

  /** The API version that every later request names. */
  useVersion(apiVersion: string): void {
    this.#prefix = `/v${apiVersion}`;
  }

  /** The parsed answer; `undefined` for an empty one. */
  async call(request: EngineRequest): Promise<unknown> {
    return parse(accepted(await this.#exchange(request), request), request.deed);
  }

  /** For a deed that has no answer. What is there all the same is not read: Podman says "OK" where Docker says nothing. */
  async perform(request: EngineRequest): Promise<void> {
    accepted(await this.#exchange(request), request);
  }

  /** As `call`, with `null` for "not found". */
  async callOrNull(request: EngineRequest): Promise<unknown> {
    // What is gone already is no error here, so a removal may be asked for twice.
    const answer = request.method === 'DELETE' ? await this.#exchangeAgain(request) : await this.#exchange(request);
    // Podman has another status for what goes away while it looks.
    if (answer.status === 404 || (answer.status === 500 && isGone(answer.text))) return null;
    return parse(accepted(answer, request), request.deed);
  }

  /** The answer's body as it arrives, once the engine has accepted the request. */
  async open(request: EngineRequest): Promise<Readable> {
    const send = (): Promise<Answer> => this.#send(request);
    const { status, stream } = request.method === 'GET' ? await askAgain(send, { isPassing: () => false, signal: request.signal }) : await send();
    if (status < 400) return stream;
    throw refusal(status, await this.#read(stream, request), request);
  }

  /** What a failure while sending or reading means: the signal's reason, an error of ours, or a lost connection. */
  translate(error: unknown, { deed, signal }: Pick<EngineRequest, 'deed' | 'signal'>): unknown {
    if (signal?.aborted === true) return signal.reason;
    if (error instanceof SeaworthyError) return error;
    if (this.#closed) return translateClosed(error, deed, this.endpoint);
    return translateConnectionError(error, deed, { endpoint: this.endpoint, answered: this.#answered });
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  #exchange(request: EngineRequest): Promise<WholeAnswer> {
    return request.method === 'GET' ? this.#exchangeAgain(request) : this.#exchangeOnce(request);
  }

  /** For what changes nothing when it is asked twice. */
  #exchangeAgain(request: EngineRequest): Promise<WholeAnswer> {
    return askAgain(() => this.#exchangeOnce(request), { isPassing, signal: request.signal });
  }

  async #exchangeOnce(request: EngineRequest): Promise<WholeAnswer> {
    const { status, stream } = await this.#send(request);
    return { status, text: await this.#read(stream, request) };
  }

  async #send(request: EngineRequest): Promise<Answer> {
    request.signal?.throwIfAborted();
    // Each request under way listens, and a stack has dozens; every listener goes with its request.
    if (request.signal !== undefined) setMaxListeners(0, request.signal);
    if (this.#closed) throw translateClosed(undefined, request.deed, this.endpoint);
    const upload = request.upload instanceof Upload ? request.upload : undefined;
    const unreadable = upload?.failure(request.deed);
    if (unreadable !== undefined) throw unreadable;
    try {
      const answer = await this.#dial(request);
      this.#answered = true;
      answer.stream.once('close', () => upload?.end());
      return answer;
    } catch (error) {
      upload?.end();
      throw (request.signal?.aborted === true ? undefined : upload?.failure(request.deed)) ?? this.translate(error, request);
    }
  }

  #dial({ method, path, query, body, upload, headers, hijack, signal }: EngineRequest): Promise<Answer> {
    const sent = toQuery(query);
    const options = {
      // The transport cuts the last character off when there is a question mark and no query.
      path: `${this.#prefix}${path}${Object.keys(sent).length === 0 ? '' : '?'}`,
      method,
      isStream: true,
      statusCodes: ANY_STATUS,
      options: { _query: sent, _body: body ?? {} },
      ...(headers === undefined ? {} : { headers: { ...headers } }),
      ...(upload === undefined ? {} : { file: upload instanceof Upload ? upload.source : upload }),
      ...(hijack === true ? { hijack } : {}),
      ...(signal === undefined ? {} : { abortSignal: signal }),
    };
    return new Promise((resolve, reject) => {
      this.#modem.dial(options, (error, result) => {
        if (error !== null) {
          reject(error);
        } else if (result instanceof Readable && 'statusCode' in result) {
          resolve({ status: (result as Readable & { readonly statusCode?: number }).statusCode ?? 0, stream: result });
        } else {
          resolve({ status: 101, stream: this.#adopt(result as Readable, signal) });
        }
      });
    });
  }

  /** A hijacked socket has left the pool and the request: closing and aborting it is up to us. */
  #adopt(socket: Readable, signal: AbortSignal | undefined): Readable {
    const abort = (): void => void socket.destroy();
    this.#sockets.add(socket);
    // Whoever reads sees the failure; without a listener, one between two reads would end the process.
    socket.on('error', () => undefined);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('close', () => {
      this.#sockets.delete(socket);
      signal?.removeEventListener('abort', abort);
    });
    return socket;
  }

  async #read(stream: Readable, request: EngineRequest): Promise<string> {
    try {
      return await collect(stream);
    } catch (error) {
      throw this.translate(error, request);
    }
  }
}
