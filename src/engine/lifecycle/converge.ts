import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import type { ContainerSummary } from '../runtime/runtime.ts';

/** What an `up` does with one planned container, given what exists. */
export type Action =
  | { readonly kind: 'create' }
  | { readonly kind: 'keep'; readonly existing: ContainerSummary }
  | { readonly kind: 'start'; readonly existing: ContainerSummary }
  | { readonly kind: 'recreate'; readonly existing: ContainerSummary };

const isFor = (plan: ContainerPlan) => (existing: ContainerSummary): boolean =>
  existing.labels[COMPOSE_LABEL.service] === plan.service &&
  existing.labels[COMPOSE_LABEL.number] === String(plan.number) &&
  existing.labels[COMPOSE_LABEL.oneOff] !== 'True';

/** Keeps what matches, starts what is stopped, recreates what changed. */
export const decideAction = (plan: ContainerPlan, imageId: string, existing: readonly ContainerSummary[], forceRecreate: boolean): Action => {
  const found = existing.find(isFor(plan));
  if (found === undefined) return { kind: 'create' };
  const same = found.labels[COMPOSE_LABEL.configHash] === plan.hash && found.imageId === imageId;
  if (forceRecreate || !same) return { kind: 'recreate', existing: found };
  return found.status === 'running' ? { kind: 'keep', existing: found } : { kind: 'start', existing: found };
};

/** Containers of the project whose service the stack does not have, apart from one-off ones and services whose profile is off. */
export const findOrphans = (services: readonly string[], disabled: readonly string[], existing: readonly ContainerSummary[]): readonly ContainerSummary[] => {
  const known = new Set([...services, ...disabled]);
  return existing.filter(({ labels }) => labels[COMPOSE_LABEL.oneOff] !== 'True' && !known.has(labels[COMPOSE_LABEL.service] ?? ''));
};
