import { SpecError } from '../../errors.ts';
import type { HookModel, Model } from '../compose/model.ts';
import type { ResolvedSpec } from '../compose/resolved.ts';
import type { ReadyProbe } from '../plan/ready-probes.ts';
import type { StackPlan } from '../plan/stack-plan.ts';

/** What a stack was brought up from; one that was attached to has none. */
export interface KnownSpec {
  /** As it was brought up: with the project's own names where the stack is isolated. */
  readonly resolved: ResolvedSpec;
  readonly plan: StackPlan;
  /** Plans another model in the same way. */
  readonly replan: (model: Model) => StackPlan;
}

export const hooksOf = (known: KnownSpec | undefined, kind: 'pre_stop' | 'post_start') => (service: string): readonly HookModel[] => known?.resolved.model.services[service]?.[kind] ?? [];

/** What a service has to show before it is ready, beside its healthcheck; nothing where the spec is not known. */
export const probesOf = (known: KnownSpec | undefined) => (service: string): readonly ReadyProbe[] => known?.plan.services.find(({ name }) => name === service)?.ready ?? [];

/** @throws SpecError SPEC_UNKNOWN */
export const requireSpec = (known: KnownSpec | undefined, project: string, verb: string): KnownSpec => {
  if (known !== undefined) return known;
  const message = `Project "${project}" was attached to, so its spec is not known here, and ${verb} needs it.\n  Bring it up with its spec: up of "seaworthy/compose" leaves alone what has not changed, and gives a stack that knows it.`;
  throw new SpecError('SPEC_UNKNOWN', message, [{ path: '', message }]);
};
