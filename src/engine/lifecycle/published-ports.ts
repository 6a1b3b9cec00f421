import type { ContainerFacts, PortBinding } from '../runtime/containers.ts';
import type { Address } from './stack.ts';

/** `5432/tcp` → where it answers; a port that is exposed but not published is `undefined`. */
export type PublishedPorts = Readonly<Record<string, Address | undefined>>;

const ANY_ADDRESS = new Set(['', '0.0.0.0', '::']);

/** The host to reach a binding at: an engine that listens on every address is reached where it is. */
export const reachableHost = (hostIp: string, engineHost: string): string => (ANY_ADDRESS.has(hostIp) ? engineHost : hostIp);

/** The engine may bind a port on both families, with different numbers on old releases: IPv4 is preferred. */
const preferred = (bindings: readonly PortBinding[]): PortBinding | undefined => bindings.find((binding) => !binding.hostIp.includes(':')) ?? bindings[0];

/** Engines list ports in any order. */
const byNumber = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => parseInt(a, 10) - parseInt(b, 10) || (a < b ? -1 : 1);

/** Where the published ports of a container answer, as seen from this process; lowest number first. */
export const publishedPorts = (ports: ContainerFacts['ports'], engineHost: string): PublishedPorts =>
  Object.fromEntries(
    Object.entries(ports).sort(byNumber).map(([key, bindings]) => {
      const binding = preferred(bindings);
      if (binding === undefined) return [key, undefined];
      return [key, { host: reachableHost(binding.hostIp, engineHost), port: binding.hostPort }];
    }),
  );

/** Keys of a snapshot: TCP without its protocol. */
export const snapshotKey = (port: string): string => port.replace(/\/tcp$/, '');
