import { BackendError } from '../../errors.ts';
import { createContainers } from './container.ts';
import type { Endpoint } from './endpoint.ts';
import { EngineClient } from './engine-client.ts';
import { negotiate } from './engine-version.ts';
import { subscribeEvents } from './events.ts';
import { createImages } from './image.ts';
import { createNetworks } from './network.ts';
import type { Cancellable, Runtime } from './runtime.ts';
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

/**
 * Contacts the engine and agrees on an API version. The connection is a pool of kept-alive sockets that does not hold
 * the process; `close` ends them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE or BACKEND_PERMISSION; its `tried` has the one endpoint.
 */
export async function connectRuntime(endpoint: Endpoint, options: Cancellable = {}): Promise<Runtime> {
  options.signal?.throwIfAborted();
  const client = await createClient(endpoint);
  try {
    const answer = await client.call({ method: 'GET', path: '/version', deed: { noun: 'engine', verb: 'ask for the version' }, ...options });
    const facts = negotiate(answer, client.endpoint);
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
