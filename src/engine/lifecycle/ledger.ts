import type { EndpointBody, NetworkBody } from '../runtime/bodies.ts';

/** A container that was there before, and what it was doing. */
export interface TouchedContainer {
  readonly id: string;
  readonly name: string;
  readonly was: 'running' | 'paused' | 'stopped';
}

/** A network that was taken away to be made anew, with what is needed to make it as it was. */
export interface ReplacedNetwork {
  readonly id: string;
  readonly body: NetworkBody;
  readonly attached: readonly { readonly containerId: string; readonly endpoint: EndpointBody }[];
}

/**
 * What an `up` has begun to create, noted by name before the request is sent and by id when it has answered: what may
 * exist is undone, nothing else. And what it has changed about things that were there, to be put back.
 */
export class Ledger {
  readonly containers: Map<string, string | undefined> = new Map<string, string | undefined>();
  readonly networks: Map<string, string | undefined> = new Map<string, string | undefined>();
  readonly volumes: Set<string> = new Set<string>();
  /** Containers that were set aside, for a new one or because they are too many; removed when the `up` has succeeded. */
  readonly replaced: Map<string, TouchedContainer> = new Map<string, TouchedContainer>();
  /** Containers that were kept and started, restarted or unpaused. */
  readonly touched: Map<string, TouchedContainer> = new Map<string, TouchedContainer>();
  readonly replacedNetworks: ReplacedNetwork[] = [];
}
