import { encodeName, labelFilter } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import { isAtLeast } from './engine-version.ts';
import type { NetworkFacts, Networks } from './networks.ts';
import type { EngineFacts } from './runtime.ts';
import type { Deed } from './translate-error.ts';

interface NetworkAnswer {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Internal?: boolean;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Containers?: Readonly<Record<string, unknown>> | null;
}

const deedOn = (verb: string, name?: string): Deed => ({ noun: 'network', verb, ...(name === undefined ? {} : { name }) });

const pathOf = (id: string, rest = ''): string => `/networks/${encodeName(id)}${rest}`;

function parseNetwork(answer: unknown): NetworkFacts {
  const { Id, Name, Driver, Internal, Labels, Containers } = answer as NetworkAnswer;
  return { id: Id, name: Name, driver: Driver, internal: Internal ?? false, labels: Labels ?? {}, containers: Object.keys(Containers ?? {}), raw: answer as Readonly<Record<string, unknown>> };
}

/** Networks of one engine. */
export function createNetworks(client: EngineClient, facts: EngineFacts): Networks {
  // Newer engines refuse a second network of one name anyway, and the newest no longer know the field.
  const unique = isAtLeast(facts.apiVersion, '1.44') ? {} : { CheckDuplicate: true };
  return {
    async create(body, { signal } = {}) {
      const answer = await client.call({ method: 'POST', path: '/networks/create', body: { ...body, ...unique }, deed: deedOn('create', body.Name), signal });
      const { Id, Warning } = answer as { readonly Id: string; readonly Warning?: string };
      return { id: Id, warnings: Warning === undefined || Warning === '' ? [] : [Warning] };
    },
    async inspect(nameOrId, { signal } = {}) {
      const answer = await client.callOrNull({ method: 'GET', path: pathOf(nameOrId), deed: deedOn('inspect', nameOrId), signal });
      const network = answer === null ? null : parseNetwork(answer);
      // The engine also takes the beginning of an id, which a short name can be by chance.
      return network !== null && (network.name === nameOrId || network.id === nameOrId) ? network : null;
    },
    async list(labels, { signal } = {}) {
      const answer = await client.call({ method: 'GET', path: '/networks', query: { filters: labelFilter(labels) }, deed: deedOn('list'), signal });
      return (answer as readonly unknown[]).map((entry) => ({ ...parseNetwork(entry), containers: [] }));
    },
    async connect(id, containerId, endpoint, { signal } = {}) {
      const body = { Container: containerId, EndpointConfig: endpoint };
      await client.perform({ method: 'POST', path: pathOf(id, '/connect'), body, deed: deedOn('attach a container to', id), signal });
    },
    async disconnect(id, containerId, { signal, force } = {}) {
      const body = { Container: containerId, Force: force ?? false };
      await client.perform({ method: 'POST', path: pathOf(id, '/disconnect'), body, deed: deedOn('detach a container from', id), signal });
    },
    async remove(id, { signal } = {}) {
      await client.callOrNull({ method: 'DELETE', path: pathOf(id), deed: deedOn('remove', id), signal });
    },
  };
}
