import type { ContainerFacts } from '../../runtime/containers.ts';
import { invalid } from './fault-errors.ts';

/** A network of its own, which one container has and others may share. */
export interface OwnNetwork {
  /** The container that it was made for. */
  readonly containerId: string;
  readonly service: string;
  readonly labels: ContainerFacts['labels'];
  readonly addresses: readonly string[];
}

/** What one container is no longer to reach. */
export interface Cut extends OwnNetwork {
  readonly from: readonly string[];
}

interface NetworkAnswer {
  readonly IPAddress?: string;
  readonly GlobalIPv6Address?: string;
}

const SHARED = /^container:(.+)$/;

const networkModeOf = ({ raw }: ContainerFacts): string => (raw['HostConfig'] as { readonly NetworkMode?: string } | undefined)?.NetworkMode ?? '';

/** The container whose network a container has joined. */
export const sharedNetworkOf = (container: ContainerFacts): string | undefined => SHARED.exec(networkModeOf(container))?.[1];

const addressesOf = ({ raw }: ContainerFacts): readonly string[] => {
  const settings = raw['NetworkSettings'] as { readonly Networks?: Readonly<Record<string, NetworkAnswer>> | null } | undefined;
  const found = Object.values(settings?.Networks ?? {}).flatMap(({ IPAddress = '', GlobalIPv6Address = '' }) => [IPAddress, GlobalIPv6Address]);
  return [...new Set(found.filter((address) => address !== ''))];
};

/** @throws FaultError FAULT_INVALID where there is no network that could be changed */
export const ownNetworkOf = (service: string, container: ContainerFacts): OwnNetwork => {
  const mode = networkModeOf(container);
  if (mode === 'host') throw invalid(`Service "${service}" uses the network of the engine's host (network_mode: host), so its network cannot be changed without the host's.\n  Give it a network of the stack, or use pause, stop or kill.`);
  const addresses = addressesOf(container);
  if (addresses.length === 0) throw invalid(`Service "${service}" has no address on any network (network_mode: ${mode}), so there is nothing to cut or to slow down.\n  Connect it first, or leave it out.`);
  return { containerId: container.id, service, labels: container.labels, addresses };
};

const unique = (networks: readonly OwnNetwork[]): readonly OwnNetwork[] => [...new Map(networks.map((network) => [network.containerId, network])).values()];

/** What each side is no longer to reach: all addresses of the other. @throws FaultError FAULT_INVALID where both share a network of one container */
export const planCuts = (left: readonly OwnNetwork[], right: readonly OwnNetwork[]): readonly Cut[] => {
  const [ours, theirs] = [unique(left), unique(right)];
  const shared = ours.find(({ containerId }) => theirs.some((other) => other.containerId === containerId));
  if (shared !== undefined) throw invalid(`Both sides of the partition are in the network of service "${shared.service}" (network_mode), where they talk over the loopback interface.\n  Nothing between them can be cut; put them on one side.`);
  const cut = (side: readonly OwnNetwork[], other: readonly OwnNetwork[]): readonly Cut[] => side.map((network) => ({ ...network, from: other.flatMap(({ addresses }) => addresses) }));
  return [...cut(ours, theirs), ...cut(theirs, ours)];
};

/** @throws FaultError FAULT_INVALID for sides that are none */
export const checkSides = (left: readonly string[], right: readonly string[]): void => {
  if (left.length === 0 || right.length === 0) throw invalid(`A partition has services on both sides; these are [${left.join(', ')}] and [${right.join(', ')}].\n  Name at least one on each.`);
  const both = left.find((name) => right.includes(name));
  if (both !== undefined) throw invalid(`Service "${both}" is on both sides of the partition.\n  Name it on one side, or on none to let it reach both.`);
};
