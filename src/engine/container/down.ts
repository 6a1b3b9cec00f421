import { ofProject, removeOwned, type CleanupReport } from '../cleanup/remove-owned.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { withRuntime } from './with-runtime.ts';

/**
 * Removes the containers, networks and volumes of a project, whichever process made them, without grace. Only what
 * Seaworthy has made: what `docker compose` made under that name stays. A project that is not there is no error.
 */
export const downByProject = (project: string, options: CallOptions = {}): Promise<CleanupReport> => withRuntime(options, (runtime) => removeOwned(runtime, [ofProject(project)], options.signal));

/** Options of `downAll`. */
export interface DownAllOptions extends CallOptions {
  /** Only what carries each of these labels too, as `key` or `key=value`; default all that Seaworthy has made. */
  readonly labels?: readonly string[];
}

/**
 * Removes every container, network and volume that Seaworthy has made on the engine, of every project and process, also
 * what is in use at the moment. Nothing that something else made.
 */
export const downAll = (options: DownAllOptions = {}): Promise<CleanupReport> => withRuntime(options, (runtime) => removeOwned(runtime, options.labels ?? [], options.signal));
