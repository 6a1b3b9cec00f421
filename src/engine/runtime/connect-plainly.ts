import type { Cancellable } from './cancellable.ts';
import { createContainers } from './container.ts';
import { dial } from './dial.ts';
import { formatEndpoint, type Endpoint } from './endpoint.ts';
import { EngineClient } from './engine-client.ts';
import { createNetworks } from './network.ts';
import { PlainTransport } from './plain-transport.ts';
import type { EngineFacts, Runtime } from './runtime.ts';
import { createVolumes } from './volume.ts';

/**
 * A connection for listing and removing, to an engine of which everything is known: without the Docker client, and
 * without a question before the first request.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE when ssh or Podman, which make the connection, fail.
 */
export async function connectPlainly(endpoint: Endpoint, facts: EngineFacts, { signal }: Cancellable = {}): Promise<Pick<Runtime, 'endpoint' | 'containers' | 'networks' | 'volumes' | 'close'>> {
  const { direct, close } = await dial(endpoint, { env: process.env, signal });
  const client = new EngineClient(direct, formatEndpoint(endpoint), PlainTransport);
  client.useVersion(facts.apiVersion);
  return {
    endpoint: client.endpoint,
    containers: createContainers(client),
    networks: createNetworks(client, facts),
    volumes: createVolumes(client),
    close: () => {
      client.close();
      close();
    },
  };
}
