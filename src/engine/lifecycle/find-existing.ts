import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { StackPlan } from '../plan/stack-plan.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { VolumeFacts } from '../runtime/volumes.ts';

/** What the engine has of a project, found by its label. */
export interface ExistingProject {
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly NetworkFacts[];
  readonly volumes: readonly VolumeFacts[];
}

const NOTHING: ExistingProject = { containers: [], networks: [], volumes: [] };

/** Three listings, however large the project is; none where its name was made a moment ago. */
export const findExisting = async (runtime: Runtime, plan: StackPlan, fresh: boolean, signal: AbortSignal): Promise<ExistingProject> => {
  if (fresh) return NOTHING;
  const labels = [`${COMPOSE_LABEL.project}=${plan.project}`];
  const [containers, networks, volumes] = await Promise.all([
    runtime.containers.list(labels, { all: true, signal }),
    plan.networks.every(({ external }) => external) ? [] : runtime.networks.list(labels, { signal }),
    plan.volumes.every(({ external }) => external) ? [] : runtime.volumes.list(labels, { signal }),
  ]);
  return { containers, networks, volumes };
};
