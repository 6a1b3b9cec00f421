import { ofProject, removeOwned, type CleanupReport } from '../cleanup/remove-owned.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { withRuntime } from '../backends/with-runtime.ts';

export const downByProject = (project: string, options: CallOptions = {}): Promise<CleanupReport> => withRuntime(options, (runtime) => removeOwned(runtime, [ofProject(project)], options.signal));

/** Options of `downAll`. */
export interface DownAllOptions extends CallOptions {
  /** Only what carries each of these labels too, as `key` or `key=value`; default all that Seaworthy has made. */
  readonly labels?: readonly string[];
}

export const downAll = (options: DownAllOptions = {}): Promise<CleanupReport> => withRuntime(options, (runtime) => removeOwned(runtime, options.labels ?? [], options.signal));
