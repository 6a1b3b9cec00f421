import type { ContainerBody, NetworkBody } from './bodies.ts';
import type { Cancellable } from './cancellable.ts';

export interface NetworkFacts {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Ids of the containers attached to it; empty in a listing. */
  readonly containers: readonly string[];
  /** The engine's whole answer, for what has no typed place. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface Networks {
  /** Refuses a second network of the same name, on every API version. */
  create(body: NetworkBody, options?: Cancellable): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  /** By exact name or id. */
  inspect(nameOrId: string, options?: Cancellable): Promise<NetworkFacts | null>;
  list(labels: readonly string[], options?: Cancellable): Promise<readonly NetworkFacts[]>;
  connect(id: string, containerId: string, endpoint: NonNullable<ContainerBody['NetworkingConfig']>['EndpointsConfig'][string], options?: Cancellable): Promise<void>;
  disconnect(id: string, containerId: string, options?: Cancellable & { readonly force?: boolean | undefined }): Promise<void>;
  /** Absent already is no error. Rejects with RESOURCE_CONFLICT while containers are attached. */
  remove(id: string, options?: Cancellable): Promise<void>;
}
