import type { Readable } from 'node:stream';
import type { ContainerBody } from './bodies.ts';
import type { Cancellable } from './cancellable.ts';

export type ContainerStatus = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface HealthProbe {
  readonly startMs: number;
  readonly endMs: number;
  readonly exitCode: number;
  readonly output: string;
}

export interface ContainerState {
  readonly status: ContainerStatus;
  readonly running: boolean;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** The engine's own sentence, e.g. why a start failed. */
  readonly error: string;
  /** Milliseconds since the epoch; absent when it has not happened. */
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  /** The engine's own health state; absent without a healthcheck. */
  readonly health?: { readonly status: 'starting' | 'healthy' | 'unhealthy' | 'none'; readonly failingStreak: number; readonly probes: readonly HealthProbe[] };
}

export interface PortBinding {
  readonly hostIp: string;
  readonly hostPort: number;
}

export interface HealthcheckFacts {
  readonly test: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly startPeriodMs?: number;
  readonly startIntervalMs?: number;
  readonly retries?: number;
}

export interface ContainerFacts {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** Image id the container runs. */
  readonly imageId: string;
  readonly createdMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: ContainerState;
  readonly restartCount: number;
  readonly restartPolicy: string;
  readonly tty: boolean;
  /** Effective healthcheck after the image's own was merged in; absent when there is none or it is disabled. */
  readonly healthcheck?: HealthcheckFacts;
  /** `5432/tcp` → where it is published; an exposed but unpublished port has an empty list. */
  readonly ports: Readonly<Record<string, readonly PortBinding[]>>;
  /** Network name → endpoint. */
  readonly networks: Readonly<Record<string, { readonly networkId: string; readonly ipAddress: string; readonly aliases: readonly string[] }>>;
  readonly mounts: readonly { readonly type: string; readonly name?: string; readonly source: string; readonly destination: string; readonly writable: boolean }[];
  /** The engine's whole answer, for what has no typed place. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  readonly createdMs: number;
  readonly status: ContainerStatus;
  /** The engine's sentence, e.g. `Up 3 seconds (healthy)`. */
  readonly statusText: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly hostIp?: string; readonly hostPort?: number; readonly containerPort: number; readonly protocol: string }[];
  readonly networks: readonly string[];
  /** As in `ContainerFacts`; a volume has its name. */
  readonly mounts: ContainerFacts['mounts'];
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** Milliseconds since the epoch, from the engine. */
  readonly timeMs: number;
  /** Without its line end. */
  readonly text: string;
}

export interface LogOptions extends Cancellable {
  /** Lines at or after this moment, in milliseconds since the epoch. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Only the last n lines; default all. */
  readonly tail?: number | undefined;
  readonly follow?: boolean | undefined;
}

/** What a program reads: all of it, or a stream that ends when it ends. */
export type InputSource = string | Uint8Array | Readable;

/** Is told of the bytes that a program writes, in the order in which they come. */
export type OutputListener = (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;

export interface ExecBody {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly user?: string | undefined;
  readonly workdir?: string | undefined;
  readonly privileged?: boolean | undefined;
  readonly tty?: boolean | undefined;
  /** Sent to standard input, which is then closed; a stream is sent as it comes. */
  readonly stdin?: InputSource | undefined;
  /** Told of what the command writes as it comes; the outcome has no output then. */
  readonly onOutput?: OutputListener | undefined;
  /** Size of the terminal that `tty` gives it, in characters. */
  readonly terminalSize?: { readonly columns: number; readonly rows: number } | undefined;
  /** Only start it: the outcome is then empty, with exit code 0. */
  readonly detach?: boolean | undefined;
}

export interface AttachOptions extends Cancellable, Pick<ExecBody, 'stdin' | 'onOutput' | 'tty'> {}

export interface ExecOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a container writes, from before it is started. */
export interface Attachment {
  /** All of it, once the container has ended or closed its output. */
  readonly ended: Promise<Pick<ExecOutcome, 'stdout' | 'stderr'>>;
  /** Stops listening; `ended` is of no use after. */
  detach(): void;
}

export interface Containers {
  create(name: string, body: ContainerBody, options?: Cancellable & { readonly platform?: string | undefined }): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  start(id: string, options?: Cancellable): Promise<void>;
  /** Sends the stop signal, then kills after `timeoutSeconds` (default: the container's own). Already stopped is no error. */
  stop(id: string, options?: Cancellable & { readonly timeoutSeconds?: number | undefined }): Promise<void>;
  restart(id: string, options?: Cancellable & { readonly timeoutSeconds?: number | undefined }): Promise<void>;
  /** Default signal: SIGKILL. */
  kill(id: string, options?: Cancellable & { readonly killSignal?: string | undefined }): Promise<void>;
  pause(id: string, options?: Cancellable): Promise<void>;
  unpause(id: string, options?: Cancellable): Promise<void>;
  rename(id: string, name: string, options?: Cancellable): Promise<void>;
  /** With `force` a running container is killed first; with `volumes` its anonymous volumes go too. Absent already is no error. */
  remove(id: string, options?: Cancellable & { readonly force?: boolean | undefined; readonly volumes?: boolean | undefined }): Promise<void>;
  inspect(id: string, options?: Cancellable): Promise<ContainerFacts | null>;
  list(labels: readonly string[], options?: Cancellable & { readonly all?: boolean | undefined }): Promise<readonly ContainerSummary[]>;
  logs(id: string, options?: LogOptions): AsyncIterable<LogLine>;
  /** Resolves with the exit code when the container is not running (any more). */
  wait(id: string, options?: Cancellable): Promise<number>;
  /** The processes of a running container, as a table. */
  top(id: string, options?: Cancellable): Promise<{ readonly titles: readonly string[]; readonly processes: readonly (readonly string[])[] }>;
  /** Runs a command in the running container and collects its output. A non-zero exit is an answer, not an error. */
  exec(id: string, body: ExecBody, options?: Cancellable): Promise<ExecOutcome>;
  /** Listens to a container that has not been started, and sends `stdin`, which is then closed; the container needs OpenStdin for that. */
  attach(id: string, options?: AttachOptions): Promise<Attachment>;
  /** Unpacks a tar stream below `path`. */
  putArchive(id: string, path: string, tar: NodeJS.ReadableStream | Uint8Array, options?: Cancellable): Promise<void>;
  getArchive(id: string, path: string, options?: Cancellable): Promise<NodeJS.ReadableStream>;
}
