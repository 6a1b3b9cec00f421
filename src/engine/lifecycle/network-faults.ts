import { StartError } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { EndpointBody } from '../runtime/bodies.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { endpointOf } from './endpoint-of.ts';
import { runAll } from './run-all.ts';

interface Attached {
  readonly id: string;
  readonly name: string;
}

/** What a container was on a network before it was taken off, so that it can be that again. */
export type Endpoints = Map<string, EndpointBody>;

/** @throws StartError RESOURCE_MISSING, with the networks that there are */
const findNetwork = async (runtime: Runtime, project: string, wanted: string, signal: AbortSignal | undefined): Promise<NetworkFacts> => {
  const own = await runtime.networks.list([`${COMPOSE_LABEL.project}=${project}`], { signal });
  const found = own.find(({ name, labels }) => labels[COMPOSE_LABEL.network] === wanted || name === wanted) ?? (await runtime.networks.inspect(wanted, { signal }));
  if (found !== null) return found;
  const keys = own.map(({ name, labels }) => `"${labels[COMPOSE_LABEL.network] ?? name}"`).sort();
  throw new StartError('RESOURCE_MISSING', `Project "${project}" has no network "${wanted}"; it has ${keys.length === 0 ? 'none' : keys.join(', ')}.\n  Name one of these, or an existing network of the engine by its whole name.`);
};

/** A container that was taken off a network, and what it was there. */
export interface Detached {
  readonly containerId: string;
  readonly network: Pick<NetworkFacts, 'id' | 'name'>;
  readonly endpoint: EndpointBody;
}

/** Where it is noted what a container was on a network, before it is taken off. */
export interface DetachNotes {
  readonly endpoints: Endpoints;
  readonly detached: Detached[];
}

/** Takes a container off a network and remembers what it was there. Not attached to it is no error. */
const detach = async (runtime: Runtime, network: NetworkFacts, container: Attached, { endpoints, detached }: DetachNotes, signal: AbortSignal | undefined): Promise<void> => {
  const facts = await runtime.containers.inspect(container.id, { signal });
  const endpoint = facts === null ? undefined : endpointOf(facts, network.name);
  if (endpoint === undefined) return;
  endpoints.set(`${container.id} ${network.id}`, endpoint);
  detached.push({ containerId: container.id, network, endpoint });
  await runtime.networks.disconnect(network.id, container.id, { signal });
};

/** Takes the containers of a service off a network of its stack. */
export const disconnect = async (runtime: Runtime, project: string, wanted: string, containers: readonly Attached[], notes: DetachNotes, signal: AbortSignal | undefined): Promise<void> => {
  const network = await findNetwork(runtime, project, wanted, signal);
  await runAll(containers.map((container) => detach(runtime, network, container, notes, signal)), () => {});
};

/** Puts containers back on the networks that they were taken off; one that is on it again, or gone, stays as it is. */
export const reattach = async (runtime: Runtime, detached: readonly Detached[], signal: AbortSignal | undefined): Promise<void> => {
  await runAll(
    detached.map(async ({ containerId, network, endpoint }) => {
      const facts = await runtime.containers.inspect(containerId, { signal });
      if (facts === null || network.name in facts.networks) return;
      await runtime.networks.connect(network.id, containerId, endpoint, { signal });
    }),
    () => {},
  );
};

/** Puts the containers of a service on a network, as what they were there or under the service's name. */
export const connect = async (runtime: Runtime, project: string, wanted: string, service: string, containers: readonly Attached[], endpoints: Endpoints, signal: AbortSignal | undefined): Promise<void> => {
  const network = await findNetwork(runtime, project, wanted, signal);
  await Promise.all(
    containers.map(async ({ id, name }) => {
      const facts = await runtime.containers.inspect(id, { signal });
      if (facts !== null && network.name in facts.networks) return;
      await runtime.networks.connect(network.id, id, endpoints.get(`${id} ${network.id}`) ?? { Aliases: [name, service] }, { signal });
    }),
  );
};
