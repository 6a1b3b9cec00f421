import type { Warning } from '../compose/resolved.ts';
import type { ContainerFacts, ContainerState, ContainerStatus, ExecOutcome, HealthProbe, LogLine } from '../runtime/runtime.ts';

/** Where one published port answers. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * A running stack as plain data: what crosses from a runner's main process to its workers. Keys of `ports` are the
 * container's: `'5432'`, UDP as `'53/udp'`. Ephemeral ports change when a container is restarted; a snapshot does not.
 */
export interface StackSnapshot {
  readonly project: string;
  readonly services: Readonly<Record<string, { readonly host: string; readonly ports: Readonly<Record<string, Address>> }>>;
}

export interface ReadLogsOptions {
  /** Lines at or after this moment. */
  readonly since?: Date | number;
  /** Lines before this moment. */
  readonly until?: Date | number;
  /** Only the last n lines; default all. */
  readonly tail?: number;
  readonly signal?: AbortSignal;
}

export interface ExecOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
  readonly privileged?: boolean;
  /** Sent to the command's standard input, which is then closed. */
  readonly stdin?: string | Uint8Array;
  /** Reject with an ExecError on a non-zero exit code; default false. */
  readonly throwOnError?: boolean;
  readonly signal?: AbortSignal;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** What a container of a service is doing, in words users know from `docker compose ps`. */
export interface ServiceStatus {
  readonly service: string;
  readonly container: string;
  readonly id: string;
  readonly image: string;
  readonly state: ContainerStatus;
  /** Absent without a healthcheck. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy' | 'none';
  /** Present once the container has ended. */
  readonly exitCode?: number;
  readonly restarts: number;
  readonly ports: readonly { readonly target: number; readonly protocol: string; readonly host: string; readonly published: number }[];
}

/** A log line and the service that wrote it. */
export interface ServiceLogLine extends LogLine {
  readonly service: string;
  readonly container: string;
}

/**
 * One service of a running stack. With several replicas it speaks of the lowest-numbered one, like `docker compose`.
 */
export interface Service<Ports extends number = number> {
  readonly name: string;
  /** Names of its containers, lowest number first. */
  readonly containers: readonly string[];
  /** The host its published ports answer on. */
  readonly host: string;
  /**
   * The host port that a container port is published on.
   * @throws PortError PORT_NOT_PUBLISHED, naming the ports that are.
   */
  port(target: Ports, protocol?: 'tcp' | 'udp'): number;
  /** `host:port` of a published port. */
  address(target: Ports, protocol?: 'tcp' | 'udp'): string;
  /** `scheme://host:port` of a published port; default scheme `http`. */
  url(target: Ports, scheme?: string): string;
  /** Runs a command in the container. A non-zero exit is an answer, not an error, unless `throwOnError`. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecOutcome>;
  /** The log so far, of every container of the service, oldest line first. */
  logs(options?: ReadLogsOptions): Promise<readonly ServiceLogLine[]>;
  /** New and past lines as they come, until the container ends, the loop is left or the signal aborts. */
  followLogs(options?: ReadLogsOptions): AsyncIterable<ServiceLogLine>;
  /** The engine's health state and its last probes; `undefined` without a healthcheck. */
  health(options?: CallOptions): Promise<{ readonly status: 'starting' | 'healthy' | 'unhealthy' | 'none'; readonly probes: readonly HealthProbe[] } | undefined>;
  state(options?: CallOptions): Promise<ContainerState>;
  inspect(options?: CallOptions): Promise<ContainerFacts>;
  /** Stops it; `timeoutMs` is the grace before the kill, rounded up to whole seconds (default: `stop_grace_period`, else 10 s). */
  stop(options?: CallOptions & { readonly timeoutMs?: number }): Promise<void>;
  /** Starts it again and waits until it is ready; its ports may be new. */
  start(options?: CallOptions & { readonly timeoutMs?: number }): Promise<void>;
  restart(options?: CallOptions & { readonly timeoutMs?: number }): Promise<void>;
  kill(killSignal?: string, options?: CallOptions): Promise<void>;
  pause(options?: CallOptions): Promise<void>;
  unpause(options?: CallOptions): Promise<void>;
  /** Waits until it has ended; resolves with the exit code. */
  wait(options?: CallOptions): Promise<number>;
}

export interface DownOptions {
  /** Remove the project's named volumes too. Default: `true` for a test's own project, else `false`. */
  readonly volumes?: boolean;
  /** Grace before a container is killed, in milliseconds; 0 kills at once. Default: each service's `stop_grace_period`, else 10 s. */
  readonly timeoutMs?: number;
  /** Also remove containers of the project that the stack does not know. */
  readonly removeOrphans?: boolean;
  readonly signal?: AbortSignal;
}

/** Names of what `down` removed; empty lists when it was gone already. */
export interface DownReport {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** The services of a stack with their literal names, where the spec was typed. */
export type ServicesOf<Ports extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> = {
  readonly [Name in keyof Ports]: Service<Ports[Name]>;
};

/**
 * A running stack. `await using stack = await up(spec)` leaves nothing behind: disposing removes containers, networks
 * and volumes without grace.
 */
export interface Stack<Ports extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> extends AsyncDisposable {
  readonly project: string;
  readonly services: ServicesOf<Ports>;
  /** What of the spec will not have the effect one may expect, and why. */
  readonly warnings: readonly Warning[];
  /** How the stack came up, moment by moment. */
  readonly timeline: readonly TimelineEntry[];
  /** Plain data for another process. */
  snapshot(): StackSnapshot;
  ps(options?: CallOptions): Promise<readonly ServiceStatus[]>;
  /** The log of all services, or of those named, merged by time. */
  logs(options?: ReadLogsOptions & { readonly services?: readonly (keyof Ports & string)[] }): Promise<readonly ServiceLogLine[]>;
  exec(service: keyof Ports & string, command: readonly string[], options?: ExecOptions): Promise<ExecOutcome>;
  down(options?: DownOptions): Promise<DownReport>;
}

/** One moment of an `up`. */
export interface TimelineEntry {
  /** Milliseconds since `up` was called. */
  readonly atMs: number;
  readonly service?: string;
  readonly what: 'resolved' | 'image' | 'network' | 'volume' | 'created' | 'waiting' | 'starting' | 'started' | 'probe' | 'ready' | 'exited';
  readonly detail?: string;
}
