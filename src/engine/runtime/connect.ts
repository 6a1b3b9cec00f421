import { BackendError } from '../../errors.ts';
import { createContainers } from './container.ts';
import { dial } from './dial.ts';
import type { DirectEndpoint } from './dial.ts';
import { formatEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineClient } from './engine-client.ts';
import { readEngineInfo } from './engine-info.ts';
import { pingPodman } from './engine-ping.ts';
import { negotiate } from './engine-version.ts';
import { subscribeEvents } from './events.ts';
import { createImages } from './image.ts';
import { createNetworks } from './network.ts';
import type { Cancellable } from './cancellable.ts';
import type { EngineFacts, Runtime } from './runtime.ts';
import { withSeccompFiles } from './seccomp-file.ts';
import { createVolumes } from './volume.ts';

async function createClient(direct: DirectEndpoint, name: string): Promise<EngineClient> {
  // Loading it takes a tenth of a second: only whoever talks to an engine pays for it.
  const { default: Docker } = await import('dockerode');
  try {
    return new EngineClient(direct, name, Docker);
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    if (direct.kind === 'tcp' && direct.tls !== undefined && (error as { readonly code?: unknown }).code?.toString().startsWith('ERR_OSSL') === true) {
      const reason = `a certificate or key for it cannot be read: ${seen}`;
      throw new BackendError('BACKEND_UNAVAILABLE', `Cannot use the container engine at ${name}: ${reason}. Put PEM files where DOCKER_CERT_PATH or the context has them.`, { cause: error, tried: [{ endpoint: name, source: 'given address', reason }] });
    }
    // It reads DOCKER_HOST and DOCKER_CERT_PATH whatever it is told.
    throw new BackendError('BACKEND_UNAVAILABLE', `Could not set up the Docker client: ${seen}. Correct DOCKER_HOST and DOCKER_CERT_PATH, or unset them.`, { cause: error });
  }
}

export interface ConnectOptions extends Cancellable {
  /** How long the engine may take to its first answer, in milliseconds; default for ever. Loading the client does not count. */
  readonly answerWithinMs?: number | undefined;
  /** What a program that is started for the connection (ssh, podman) runs with; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** A handshake with another machine, or the start of a program, takes longer than a local socket. */
const DIAL_FACTOR = 5;

async function dialInTime(endpoint: Endpoint, { signal, answerWithinMs, env = process.env }: ConnectOptions): ReturnType<typeof dial> {
  const tooLong = answerWithinMs === undefined ? undefined : AbortSignal.timeout(answerWithinMs * DIAL_FACTOR);
  try {
    return await dial(endpoint, { env, signal: AbortSignal.any([signal, tooLong].filter((one) => one !== undefined)) });
  } catch (error) {
    if (tooLong === undefined || error !== tooLong.reason) throw error;
    const reason = `it could not be reached within ${((answerWithinMs ?? 0) * DIAL_FACTOR) / 1000} s`;
    throw new BackendError('BACKEND_UNAVAILABLE', `Cannot use the container engine at ${formatEndpoint(endpoint)}: ${reason}. See whether the machine can be reached.`, {
      tried: [{ endpoint: formatEndpoint(endpoint), source: 'given address', reason }],
    });
  }
}

/** An engine that answered before gets long to answer again: there is no other to fall back on. */
const RECONNECT_WITHIN_MS = 10_000;

/** A ping is nothing but a header; an engine that lives has it at once. */
const PING_WITHIN_MS = 500;

/** A place that is likely Podman's is pinged first, any other only when its version is slow to come. */
async function askVersion(client: EngineClient, { signal, answerWithinMs, mayBePodman }: ConnectOptions & { readonly mayBePodman: boolean }): Promise<EngineFacts> {
  const tooLong = answerWithinMs === undefined ? undefined : AbortSignal.timeout(answerWithinMs);
  const either = AbortSignal.any([signal, tooLong].filter((one) => one !== undefined));
  try {
    const podman = mayBePodman ? await pingPodman(client, either) : undefined;
    if (podman !== undefined) return negotiate(podman, client.endpoint);
    const answer = await client.call({ method: 'GET', path: '/version', deed: { noun: 'engine', verb: 'ask for the version' }, signal: either });
    return negotiate(answer, client.endpoint);
  } catch (error) {
    if (tooLong === undefined || error !== tooLong.reason) throw error;
    const podman = mayBePodman ? undefined : await pingPodman(client, AbortSignal.timeout(PING_WITHIN_MS)).catch(() => undefined);
    signal?.throwIfAborted();
    if (podman !== undefined) return negotiate(podman, client.endpoint);
    const reason = `it did not answer within ${(answerWithinMs ?? 0) / 1000} s`;
    throw new BackendError('BACKEND_UNAVAILABLE', `Cannot use the container engine at ${client.endpoint}: ${reason}. See whether it hangs, and restart it if it does.`, {
      cause: error,
      tried: [{ endpoint: client.endpoint, source: 'given address', reason }],
    });
  }
}

/**
 * Contacts the engine and agrees on an API version. The connection is a pool of kept-alive sockets that does not hold
 * the process; `close` ends them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE or BACKEND_PERMISSION; its `tried` has the one endpoint.
 */
export async function connectRuntime(endpoint: Endpoint, options: ConnectOptions = {}): Promise<Runtime> {
  options.signal?.throwIfAborted();
  const { direct, close } = await dialInTime(endpoint, options);
  let client: EngineClient | undefined;
  const closeBoth = (): void => {
    client?.close();
    close();
  };
  try {
    client = await createClient(direct, formatEndpoint(endpoint));
    const facts = await askVersion(client, { ...options, mayBePodman: endpoint.kind === 'podman' || (direct.kind !== 'tcp' && direct.path.includes('podman')) });
    client.useVersion(facts.apiVersion);
    const reconnect: Runtime['reconnect'] = ({ signal } = {}) => connectRuntime(endpoint, { env: options.env, signal, answerWithinMs: RECONNECT_WITHIN_MS });
    return openRuntime(client, facts, { host: hostOf(endpoint), close: closeBoth, reconnect, target: () => endpoint, isLocal: endpoint.kind === 'unix' || endpoint.kind === 'podman' });
  } catch (error) {
    closeBoth();
    throw error;
  }
}

/** Where a container's published ports answer. */
const hostOf = (endpoint: Endpoint): string => ('hostname' in endpoint ? endpoint.hostname : '127.0.0.1');

const openRuntime = (client: EngineClient, facts: EngineFacts, { host, close, reconnect, target, isLocal }: Pick<Runtime, 'host' | 'close' | 'reconnect' | 'target'> & { readonly isLocal: boolean }): Runtime => ({
  endpoint: client.endpoint,
  facts,
  host,
  info: (options = {}) => readEngineInfo(client, options.signal),
  containers: facts.kind === 'podman' && isLocal ? withSeccompFiles(createContainers(client)) : createContainers(client),
  images: createImages(client),
  networks: createNetworks(client, facts),
  volumes: createVolumes(client),
  events: (labels, { signal }) => subscribeEvents(client, labels, signal),
  reconnect,
  target,
  close,
});
