import { PortError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import { publishedPorts, snapshotKey } from '../lifecycle/published-ports.ts';
import type { Address } from '../lifecycle/stack.ts';
import { hostAndPort } from '../plan/host-and-port.ts';
import type { ContainerFacts } from '../runtime/containers.ts';

/** A container: its id or name, on the engine in use, or what `run`, `create` and `start` gave, on the engine that it was made on. */
export type ContainerReference = string | (Partial<AsyncDisposable> & { readonly id: string });

export const idOf = (container: ContainerReference): string => (typeof container === 'string' ? container : container.id);

/** Named as the caller names it. */
export const nameOf = (container: ContainerReference): string => (typeof container === 'object' && 'name' in container && typeof container.name === 'string' ? container.name : idOf(container));

/** A container that exists. `await using` removes it, with its anonymous volumes and the named ones made for it. */
export interface Container extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** What of the spec will not have the effect one may expect, and why. */
  readonly warnings: readonly Warning[];
}

/** A container that was started, and where its published ports answer. */
export interface StartedContainer extends Container {
  /** The host its published ports answer on. */
  readonly host: string;
  /** By the container's port: `'6379'`, UDP as `'53/udp'`. A port that is not published is not there. */
  readonly ports: Readonly<Record<string, Address>>;
  /**
   * The host port that a container port is published on.
   * @throws PortError PORT_NOT_PUBLISHED, naming those that are.
   */
  port(target: number, protocol?: 'tcp' | 'udp'): number;
  /** `host:port` of a published port. */
  address(target: number, protocol?: 'tcp' | 'udp'): string;
  /** `scheme://host:port` of a published port; default scheme `http`. */
  url(target: number, scheme?: string): string;
}

const lookUp = (name: string, ports: StartedContainer['ports'], target: number, protocol: 'tcp' | 'udp'): Address => {
  const key = snapshotKey(`${String(target)}/${protocol}`);
  const address = ports[key];
  if (address !== undefined) return address;
  const published = Object.keys(ports);
  const seen = published.length === 0 ? 'it publishes no ports' : `it publishes ${published.join(', ')}`;
  throw new PortError('PORT_NOT_PUBLISHED', `Container "${name}" does not publish port ${key}; ${seen}.\n  Add ports: ['${key}'] to its spec. A container that has ended publishes none.`);
};

/** The handle of a started container, from the ports that the engine says it has. */
export const startedContainer = (container: Container, bindings: ContainerFacts['ports'], engineHost: string): StartedContainer => {
  const published = Object.entries(publishedPorts(bindings, engineHost)).flatMap(([key, address]) => (address === undefined ? [] : [[snapshotKey(key), address] as const]));
  const ports: StartedContainer['ports'] = Object.fromEntries(published);
  const address: StartedContainer['address'] = (target, protocol = 'tcp') => hostAndPort(lookUp(container.name, ports, target, protocol));
  return {
    ...container,
    host: engineHost,
    ports,
    port: (target, protocol = 'tcp') => lookUp(container.name, ports, target, protocol).port,
    address,
    url: (target, scheme = 'http') => `${scheme}://${address(target)}`,
  };
};
