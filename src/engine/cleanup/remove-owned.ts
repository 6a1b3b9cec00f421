/**
 * Removes by label what Seaworthy has made, by hand and whoever owns it. A label of ours is asked for every time, so
 * that what another tool made under the same project name is not touched.
 */
import { COMPOSE_LABEL, SESSION_LABEL } from '../plan/labels.ts';
import { listResources, removeResources, type Cleanable, type CleanupReport } from './remove-resources.ts';

export type { CleanupReport } from './remove-resources.ts';

/** Removes every container, network and volume that carries all of these labels and one of Seaworthy's, without grace. */
export const removeOwned = async (runtime: Cleanable, labels: readonly string[], signal: AbortSignal | undefined): Promise<CleanupReport> =>
  await removeResources(runtime, await listResources(runtime, [SESSION_LABEL, ...labels], signal), signal);

/** The filter for what belongs to one project. */
export const ofProject = (project: string): string => `${COMPOSE_LABEL.project}=${project}`;
