import { BackendError } from '../../errors.ts';
import { createContainers } from './container.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineClient } from './engine-client.ts';
import { negotiate } from './engine-version.ts';
import { subscribeEvents } from './events.ts';
import { createImages } from './image.ts';
import { createNetworks } from './network.ts';
import type { Cancellable, EngineFacts, Runtime } from './runtime.ts';
import { createVolumes } from './volume.ts';

async function createClient(endpoint: Endpoint): Promise<EngineClient> {
  // Loading it takes a tenth of a second: only whoever talks to an engine pays for it.
  const { default: Docker } = await import('dockerode');
  try {
    return new EngineClient(endpoint, Docker);
  } catch (error) {
    // It reads DOCKER_HOST and DOCKER_CERT_PATH whatever it is told.
    const seen = error instanceof Error ? error.message : String(error);
    throw new BackendError('BACKEND_UNAVAILABLE', `Could not set up the Docker client: ${seen}. Correct DOCKER_HOST and DOCKER_CERT_PATH, or unset them.`, { cause: error });
  }
}

export interface ConnectOptions extends Cancellable {
  /** How long the engine may take to its first answer, in milliseconds; default for ever. Loading the client does not count. */
  readonly answerWithinMs?: number | undefined;
}

async function askVersion(client: EngineClient, { signal, answerWithinMs }: ConnectOptions): Promise<EngineFacts> {
  const tooLong = answerWithinMs === undefined ? undefined : AbortSignal.timeout(answerWithinMs);
  const signals = [signal, tooLong].filter((one) => one !== undefined);
  try {
    const answer = await client.call({ method: 'GET', path: '/version', deed: { noun: 'engine', verb: 'ask for the version' }, signal: AbortSignal.any(signals) });
    return negotiate(answer, client.endpoint);
  } catch (error) {
    if (tooLong === undefined || error !== tooLong.reason) throw error;
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
  const client = await createClient(endpoint);
  try {
    const facts = await askVersion(client, options);
    client.useVersion(facts.apiVersion);
    return {
      endpoint: client.endpoint,
      facts,
      host: endpoint.kind === 'tcp' ? endpoint.hostname : '127.0.0.1',
      containers: createContainers(client),
      images: createImages(client),
      networks: createNetworks(client, facts),
      volumes: createVolumes(client),
      events: (labels, { signal }) => subscribeEvents(client, labels, signal),
      close: () => client.close(),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}
