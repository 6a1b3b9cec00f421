import type { TimelineEntry } from './stack.ts';

/** Something that happened during an `up`, for a progress display. */
export interface UpProgress {
  readonly service?: string;
  /** The step of the timeline, where it is one; absent for what a pull or a build says. */
  readonly what?: TimelineEntry['what'];
  readonly text: string;
}

/** Options of both `up`s. */
export interface UpOptions {
  /** Default: a unique name for `up` from `seaworthy`, Compose's rule for `up` from `seaworthy/compose`. */
  readonly projectName?: string;
  /** Environment for interpolation; replaces `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly profiles?: readonly string[];
  /** Only these services and what they depend on; default all. */
  readonly services?: readonly string[];
  /** Budget from the first container's creation until everything is ready, in milliseconds; default 120 000. Pulling and building do not count. Another `up` of the same project is waited for as long, too. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Overrides every `pull_policy`. */
  readonly pull?: 'always' | 'missing' | 'never';
  /** Build images even when they exist. */
  readonly build?: boolean;
  /** Recreate containers that match; with `services` only theirs. */
  readonly forceRecreate?: boolean;
  /** Keep containers that do not match. */
  readonly noRecreate?: boolean;
  /** Give recreated containers new anonymous volumes instead of those they had; default false. */
  readonly renewAnonVolumes?: boolean;
  /** With `services`: leave what they depend on alone, whether it is there or not. */
  readonly noDeps?: boolean;
  /** Containers per service, in the place of `scale` and `deploy.replicas`. */
  readonly scale?: Readonly<Record<string, number>>;
  /** Remove containers of the project that the spec no longer has. */
  readonly removeOrphans?: boolean;
  /** Make every warning an error before anything is created; default false. */
  readonly strict?: boolean;
  /**
   * `on-failure` leaves what a failed `up` created, `true` also what a test's `up` that succeeded created, when the process
   * ends. What is left is removed at a start a day later, or by hand. Default: nothing is left.
   */
  readonly keep?: boolean | 'on-failure';
  /** `false` keeps fixed host ports, container names and resource names as written; default true for `up` from `seaworthy`. */
  readonly isolate?: boolean;
  /** `ports`: a service without a healthcheck is ready when its published TCP ports accept. Default `running`. */
  readonly ready?: 'running' | 'ports';
  readonly onProgress?: (progress: UpProgress) => void;
}
