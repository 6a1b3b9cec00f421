import type { Readable, Writable } from 'node:stream';
import type { Warning } from '../compose/resolved.ts';
import type { Model } from '../compose/model.ts';
import type { ContainerFacts, ContainerState, ContainerStatus, ExecOutcome, HealthProbe, LogLine } from '../runtime/containers.ts';
import type { FileContent } from './copy-files.ts';
import type { DegradeOptions, Fault, HealOptions, NetworkFaultOptions } from './faults/fault.ts';
import type {
  BuildOptions, ContainerImage, ContainerProcesses, CopyOptions, DetachedRunOptions, EndedContainer, EventsOptions, KillOptions, PortOptions, PsOptions, PullOptions, RestartOptions, RunOptions, RunOutcome, StackEvent, StartedRun, StartOptions, StopOptions,
  WaitOptions,
} from './verb-options.ts';

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
  /** Begin each text with the engine's time, as `docker compose logs --timestamps` does; default false: `timeMs` has it. */
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
}

export interface ExecOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
  readonly privileged?: boolean;
  /** Sent to the command's standard input, which is then closed; a stream is sent as it comes. */
  readonly stdin?: string | Uint8Array | Readable;
  /** Told of the bytes that the command writes as they come; `stdout` and `stderr` of the outcome are empty then. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
  /** Size of the terminal that `tty` gives it, in characters; default the engine's. */
  readonly terminalSize?: { readonly columns: number; readonly rows: number };
  /** Give it a terminal: everything it writes is `stdout` then, with `\r\n`; default false. */
  readonly tty?: boolean;
  /** Number of the container among the replicas; default the lowest that runs. */
  readonly index?: number;
  /** Reject with an ExecError on a non-zero exit code; default false. */
  readonly throwOnError?: boolean;
  readonly signal?: AbortSignal;
}

/** Options of a command that nobody waits for. */
export type DetachedExecOptions = Omit<ExecOptions, 'stdin' | 'onOutput' | 'throwOnError'>;

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
  /** Starts a command in the container and does not wait for it. */
  execDetached(command: readonly string[], options?: DetachedExecOptions): Promise<void>;
  /** The log so far, of every container of the service, oldest line first. */
  logs(options?: ReadLogsOptions): Promise<readonly ServiceLogLine[]>;
  /**
   * Past and new lines of all its containers as they come, until the loop is left, the signal aborts, or every
   * container has ended by itself for good or was removed. One that somebody stops may be started again, so its log
   * is followed on.
   */
  followLogs(options?: ReadLogsOptions): AsyncIterable<ServiceLogLine>;
  /** The engine's health state and its last probes; `undefined` without a healthcheck. */
  health(options?: CallOptions): Promise<{ readonly status: 'starting' | 'healthy' | 'unhealthy' | 'none'; readonly probes: readonly HealthProbe[] } | undefined>;
  state(options?: CallOptions): Promise<ContainerState>;
  inspect(options?: CallOptions): Promise<ContainerFacts>;
  /** Runs its `pre_stop` hooks and stops it; stopped already is no error. @throws ExecError when a hook fails: it is not stopped then. */
  stop(options?: StopOptions): Promise<Fault>;
  /** Starts it again and waits until it is ready; its ports may be new. */
  start(options?: StartOptions): Promise<void>;
  /** Stops it and starts it again, alone: what depends on it stays as it is. */
  restart(options?: Omit<RestartOptions, 'noDeps'>): Promise<Fault>;
  /** Sends a signal, SIGKILL by default, to what runs. */
  kill(killSignal?: string, options?: CallOptions): Promise<Fault>;
  /** Freezes it: connections stay open, and nothing answers. */
  pause(options?: CallOptions): Promise<Fault>;
  unpause(options?: CallOptions): Promise<void>;
  /** Waits until it has ended; resolves with the exit code. @throws TimeoutError */
  wait(options?: WaitOptions): Promise<number>;
  /**
   * Copies a file, a directory with all in it, or content into its containers, running or not. A target that ends
   * with `/` is the directory it goes into; missing directories are made.
   * @throws SpecError SPEC_FILE_UNREADABLE
   */
  copyTo(source: string | FileContent, target: string, options?: CopyOptions): Promise<void>;
  /** Copies a file or directory out of a container to a path of the host, or resolves with the content of a file. @throws StartError RESOURCE_MISSING */
  copyFrom(source: string, options?: CopyOptions): Promise<Buffer>;
  copyFrom(source: string, target: string, options?: CopyOptions): Promise<void>;
  /** Takes its containers off a network, by its key in the spec or its name: a network fault. */
  disconnect(network: string, options?: CallOptions): Promise<Fault>;
  /** Puts its containers on a network (again), with the names they had there. */
  connect(network: string, options?: CallOptions): Promise<void>;
  /**
   * Adds latency to, and loses some of, what it sends to whomever.
   * @throws FaultError FAULT_UNSUPPORTED where the kernel of the engine's host or the image has no means for it
   */
  degrade(options: DegradeOptions): Promise<Fault>;
}

export interface DownOptions {
  /** Take down only the containers of these services, and the networks, volumes and images that no other uses; the others run on. Default all. */
  readonly services?: readonly string[];
  /** Remove the project's named volumes too. Default: `true` for a test's own project as a whole, else `false`. */
  readonly volumes?: boolean;
  /** Grace before a container is killed, in milliseconds; 0 kills at once. Default: each service's `stop_grace_period`, else 10 s. */
  readonly timeoutMs?: number;
  /** Also remove containers of the project that the stack does not know. */
  readonly removeOrphans?: boolean;
  /** Remove images too: `local`, those that a build of the stack named; `all`, also those that services name. */
  readonly rmi?: 'local' | 'all';
  /** How long the engine may take to answer each request, beside the grace, in milliseconds; then it counts as gone. Default 60 000. */
  readonly answerWithinMs?: number;
  readonly signal?: AbortSignal;
}

/** Names of what `down` removed; empty lists when it was gone already. */
export interface DownReport {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Present where `rmi` asked for it. */
  readonly images?: readonly string[];
  /** Present where there is something to say: what was left on purpose, and which hook failed. */
  readonly notes?: readonly string[];
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
  /** The resolved spec it was brought up from. @throws SpecError SPEC_UNKNOWN on a stack that was attached to. */
  config(): Model;
  ps(options?: PsOptions): Promise<readonly ServiceStatus[]>;
  /** The log of all services, or of those named, merged by time. Services whose log cannot be read are left out unless named. */
  logs(options?: ReadLogsOptions & { readonly services?: readonly (keyof Ports & string)[] }): Promise<readonly ServiceLogLine[]>;
  /** Past and new lines of all services, or of those named, as they come; ends as that of a service does. */
  followLogs(options?: ReadLogsOptions & { readonly services?: readonly (keyof Ports & string)[] }): AsyncIterable<ServiceLogLine>;
  exec(service: keyof Ports & string, command: readonly string[], options?: ExecOptions): Promise<ExecOutcome>;
  execDetached(service: keyof Ports & string, command: readonly string[], options?: DetachedExecOptions): Promise<void>;
  /** Runs a service once in a container of its own, after what it depends on is ready, and waits until it has ended. */
  run(service: keyof Ports & string, command?: readonly string[], options?: RunOptions): Promise<RunOutcome>;
  /** Starts a service once in a container of its own, after what it depends on is ready, and does not wait for its end. */
  runDetached(service: keyof Ports & string, command?: readonly string[], options?: DetachedRunOptions): Promise<StartedRun>;
  /** Starts services, those named or all, dependencies first, and resolves when they are ready. */
  start(services?: readonly (keyof Ports & string)[], options?: StartOptions): Promise<void>;
  /** Stops services, those named or all, dependents first. */
  stop(services?: readonly (keyof Ports & string)[], options?: StopOptions): Promise<Fault>;
  /** Stops and starts services, and those that have `depends_on` with `restart: true` on them. */
  restart(services?: readonly (keyof Ports & string)[], options?: RestartOptions): Promise<Fault>;
  /** Sends a signal to what runs. */
  kill(services?: readonly (keyof Ports & string)[], options?: KillOptions): Promise<Fault>;
  pause(services?: readonly (keyof Ports & string)[], options?: CallOptions): Promise<Fault>;
  unpause(services?: readonly (keyof Ports & string)[], options?: CallOptions): Promise<void>;
  /**
   * Cuts two groups of services off from each other: what one sends to the other is lost without an answer. Services in
   * neither group, and published ports, stay in reach of both.
   * @throws FaultError FAULT_INVALID, FAULT_UNSUPPORTED
   */
  partition(left: readonly (keyof Ports & string)[], right: readonly (keyof Ports & string)[], options?: NetworkFaultOptions): Promise<Fault>;
  /** What was done to the stack through these handles and is not undone, oldest first. */
  readonly faults: readonly Fault[];
  /**
   * Undoes all of it, the newest first, and resolves when what it was done to is ready again: what was stopped or killed
   * runs, what was paused goes on, and networks are as they were.
   * @throws FaultError FAULT_NOT_UNDONE, after everything else was undone
   */
  heal(options?: HealOptions): Promise<void>;
  /** Waits until the containers have ended, and resolves with their exit codes. @throws TimeoutError */
  wait(services?: readonly (keyof Ports & string)[], options?: WaitOptions): Promise<readonly EndedContainer[]>;
  /**
   * Copies between the host and a service: one of the two paths begins with `service:`. In the place of the host's path may
   * be a stream of a tar: one to read is unpacked in a directory of one container, one to write is given what is copied.
   */
  cp(source: string | Readable, target: string | Writable, options?: CopyOptions): Promise<void>;
  /** Where a published port answers now, asked of the engine. @throws PortError PORT_NOT_PUBLISHED */
  port(service: keyof Ports & string, target: number, options?: PortOptions): Promise<Address>;
  /** What happens to the stack's containers from now on, until the loop is left or the signal aborts. */
  events(options?: EventsOptions): AsyncIterable<StackEvent>;
  /** The processes of the running containers. */
  top(services?: readonly (keyof Ports & string)[], options?: CallOptions): Promise<readonly ContainerProcesses[]>;
  /** The images that the containers were made of. */
  images(services?: readonly (keyof Ports & string)[], options?: CallOptions): Promise<readonly ContainerImage[]>;
  /** Pulls the images of services that are not built. Containers stay as they are until the next `up`. */
  pull(services?: readonly (keyof Ports & string)[], options?: PullOptions): Promise<void>;
  /** Builds the images of services that have a `build`. Containers stay as they are until the next `up`. */
  build(services?: readonly (keyof Ports & string)[], options?: BuildOptions): Promise<void>;
  down(options?: DownOptions): Promise<DownReport>;
}

/** A gate that a service waits for before it is started. */
export interface AwaitedGate {
  readonly service: string;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
}

/** One moment of an `up`. */
export interface TimelineEntry {
  /** Milliseconds since `up` was called. */
  readonly atMs: number;
  readonly service?: string;
  readonly what: 'resolved' | 'pulling' | 'building' | 'image' | 'network' | 'creating' | 'created' | 'waiting' | 'starting' | 'started' | 'probe' | 'ready' | 'exited' | 'failed';
  readonly detail?: string;
  /** For `waiting`: the gates that were not open yet. */
  readonly waitsFor?: readonly AwaitedGate[];
}
