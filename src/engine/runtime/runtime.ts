/**
 * The only door to a container engine, in our own types. Everything above speaks this interface; one implementation
 * (dockerode) stands behind it. Every method rejects with a SeaworthyError or with the reason of its signal, nothing
 * else; "not found" where absence is an ordinary answer is `null`.
 */
import type { Cancellable } from './cancellable.ts';
import type { Containers } from './containers.ts';
import type { Endpoint } from './endpoint.ts';
import type { Images } from './images.ts';
import type { Networks } from './networks.ts';
import type { Volumes } from './volumes.ts';

/** What is known about the engine in use, asked once per connection. */
export interface EngineFacts {
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  /** Negotiated API version, e.g. `1.41`. */
  readonly apiVersion: string;
  readonly os: string;
  /** `unknown` where the engine was only pinged. */
  readonly arch: string;
}

/** More about the engine, asked when it is wanted. */
export interface EngineInfo {
  /** Whether it runs without the rights of root. */
  readonly rootless: boolean;
  /** As `amd64`. */
  readonly arch: string;
  /** As `overlay2`. */
  readonly storageDriver: string;
  /** The engine's own name for its system: `Docker Desktop`, `Debian GNU/Linux 12 (bookworm)`. */
  readonly operatingSystem: string;
}

export interface Runtime {
  readonly endpoint: string;
  readonly facts: EngineFacts;
  /** The host on which published ports answer: `127.0.0.1` for a local engine. */
  readonly host: string;
  info(options?: Cancellable): Promise<EngineInfo>;
  readonly containers: Containers;
  readonly images: Images;
  readonly networks: Networks;
  readonly volumes: Volumes;
  /**
   * The engine's event stream for the given label filters (`key` or `key=value`). Resolves once the engine has
   * accepted the subscription, so that nothing that happens afterwards is missed. Ends when the signal aborts;
   * rejects the iteration with BACKEND_LOST when the engine goes away.
   */
  events(labels: readonly string[], options: { readonly signal: AbortSignal }): Promise<AsyncIterable<EngineEvent>>;
  /** Another connection to this engine, whatever the environment names by then. @throws as `connectRuntime` */
  reconnect(options?: Cancellable): Promise<Runtime>;
  /** Where the engine is, with all that connecting takes, keys too: a function, so that nothing prints it. */
  target(): Endpoint;
  /** Ends every connection that is kept alive. */
  close(): void;
}

export interface EngineEvent {
  /** `container`, `network`, `volume`, `image`. */
  readonly type: string;
  /** `create`, `start`, `die`, `oom`, `health_status: healthy`, `exec_die`, `destroy`, … */
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, with the engine's own resolution as a fraction. */
  readonly timeMs: number;
}
