/** What the verbs of a stack take and give, beside what `stack.ts` has for all of them. */
import type { Readable } from 'node:stream';
import type { ContainerStatus, ExecOutcome } from '../runtime/containers.ts';
import type { CallOptions } from './stack.ts';
import type { UpProgress } from './up-options.ts';

export interface PsOptions extends CallOptions {
  /** Containers that do not run, and one-off ones, too; default `true`. */
  readonly all?: boolean;
  /** Only these services; default all. */
  readonly services?: readonly string[];
  /** Only containers in one of these states. */
  readonly status?: readonly ContainerStatus[];
}

export interface StopOptions extends CallOptions {
  /** Grace before the kill, in milliseconds, rounded up to whole seconds; default each service's `stop_grace_period`, else 10 s. */
  readonly timeoutMs?: number;
}

export interface StartOptions extends CallOptions {
  /** How long each service may take to be ready, in milliseconds; default 60 000. */
  readonly timeoutMs?: number;
}

export interface RestartOptions extends StartOptions {
  /** Grace before the kill, in milliseconds; default each service's `stop_grace_period`, else 10 s. */
  readonly stopTimeoutMs?: number;
  /** Restart only what is named, not what has `depends_on` with `restart: true` on it; default false. */
  readonly noDeps?: boolean;
}

export interface KillOptions extends CallOptions {
  /** A name or number; default `SIGKILL`. */
  readonly killSignal?: string;
}

export interface WaitOptions extends CallOptions {
  /** How long to wait, in milliseconds; default for ever. */
  readonly timeoutMs?: number;
}

/** A container that has ended. */
export interface EndedContainer {
  readonly service: string;
  readonly container: string;
  readonly exitCode: number;
}

export interface PortOptions extends CallOptions {
  /** Default `tcp`. */
  readonly protocol?: 'tcp' | 'udp';
  /** Number of the container among the replicas; default the lowest. */
  readonly index?: number;
}

export interface CopyOptions extends CallOptions {
  /** Number of the container among the replicas; default the lowest. */
  readonly index?: number;
}

/** The processes of one container, as `ps` on the engine's host lists them. */
export interface ContainerProcesses {
  readonly service: string;
  readonly container: string;
  /** One for each process; its keys are the titles of the columns, as `PID` and `CMD`. */
  readonly processes: readonly Readonly<Record<string, string>>[];
}

/** The image that a container was made of. */
export interface ContainerImage {
  readonly service: string;
  readonly container: string;
  /** As the container names it. */
  readonly reference: string;
  readonly id: string;
  /** Empty where nothing names the image any more. */
  readonly tags: readonly string[];
}

/** Something that happened to a container of the stack. */
export interface StackEvent {
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly timeMs: number;
  readonly service: string;
  readonly container: string;
  /** Id of the container. */
  readonly id: string;
  /** `create`, `start`, `die`, `oom`, `health_status: healthy`, `exec_start: …`, `destroy`, … */
  readonly action: string;
  /** What the engine says beside, as `exitCode` and the container's labels. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface EventsOptions extends CallOptions {
  readonly services?: readonly string[];
}

export interface PullOptions extends CallOptions {
  /** Told of each image once it is there. */
  readonly onPulled?: (reference: string) => void;
}

export interface BuildOptions extends CallOptions {
  /** Told of what the builds write. */
  readonly onProgress?: (progress: UpProgress) => void;
}

/** One-off containers: `docker compose run`. */
export interface RunOptions extends CallOptions {
  /** Added to the service's; `null` unsets a variable. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly user?: string;
  readonly workdir?: string;
  /** In the place of the service's; an empty list clears it. */
  readonly entrypoint?: readonly string[];
  /** Added to the service's, in Compose's short form: `./seed:/seed:ro`. Names of volumes are those of the stack. */
  readonly volumes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Default `<project>-<service>-run-<random>`. */
  readonly name?: string;
  /** Do not start what the service depends on; default false. */
  readonly noDeps?: boolean;
  /** Publish the service's ports; default false, so that a running container of the service is not in the way. */
  readonly servicePorts?: boolean;
  /** Let the container answer to the service's name and aliases on its networks; default false. */
  readonly useAliases?: boolean;
  /** Remove the container, with its anonymous volumes, once it has ended; default true. */
  readonly rm?: boolean;
  /** Give it a terminal: everything it writes is `stdout` then; default false. */
  readonly tty?: boolean;
  /** Sent to its standard input, which is then closed; a stream is sent as it comes. */
  readonly stdin?: string | Uint8Array | Readable;
  /** Told of the bytes that it writes as they come; `stdout` and `stderr` of the outcome are empty then. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void;
  /** Told of the steps of bringing up what it depends on. */
  readonly onProgress?: (progress: UpProgress) => void;
  /** How long its dependencies may take to be ready, in milliseconds; default 120 000. */
  readonly timeoutMs?: number;
}

/** One-off containers that nobody waits for: `docker compose run -d`. */
export interface DetachedRunOptions extends Omit<RunOptions, 'rm' | 'stdin' | 'onOutput'> {
  /** Let the engine remove the container, with its anonymous volumes, once it has ended; default false. */
  readonly rm?: boolean;
}

/** A one-off container that was started. */
export interface StartedRun {
  /** Its name, for `ps`, `wait` of `seaworthy/container` and the like. */
  readonly container: string;
  readonly id: string;
}

/** How a one-off container ended, and what it wrote. */
export interface RunOutcome extends ExecOutcome {
  /** Its name; with `rm: false` it is still there. */
  readonly container: string;
}
