import { StartError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ResourcePlan, StackPlan } from '../plan/stack-plan.ts';
import type { NetworkBody, VolumeBody } from '../runtime/bodies.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Ledger } from './ledger.ts';
import { runAll } from './run-all.ts';

export interface ResourcesContext {
  readonly runtime: Runtime;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly settleSignal: AbortSignal;
  readonly warn: (warning: Warning) => void;
  readonly fail: (error: unknown) => void;
}

const missingExternal = (kind: 'network' | 'volume', plan: { readonly key: string; readonly name: string }): StartError =>
  new StartError(
    'RESOURCE_MISSING',
    `The ${kind} "${plan.name}" is declared as external (${kind}s.${plan.key}), but the engine has none of that name.\n  Create it with "docker ${kind} create ${plan.name}", or remove "external: true" to have it created for the stack.`,
  );

const foreign = (kind: 'network' | 'volume', plan: { readonly key: string; readonly name: string }): Warning => ({
  path: `${kind}s.${plan.key}`,
  message: `the ${kind} "${plan.name}" exists and was not created for this project; it is used as it is and will not be removed`,
});

const ensureNetwork = async (context: ResourcesContext, plan: ResourcePlan<NetworkBody>, project: string): Promise<void> => {
  const { runtime, ledger, signal } = context;
  const existing = await runtime.networks.inspect(plan.name, { signal });
  if (existing !== null) {
    if (!plan.external && existing.labels[COMPOSE_LABEL.project] !== project) context.warn(foreign('network', plan));
    return;
  }
  if (plan.external) throw missingExternal('network', plan);
  ledger.networks.set(plan.name, undefined);
  const { id } = await runtime.networks.create(plan.body, { signal: context.settleSignal });
  ledger.networks.set(plan.name, id);
};

const ensureVolume = async (context: ResourcesContext, plan: ResourcePlan<VolumeBody>, project: string): Promise<void> => {
  const { runtime, ledger, signal } = context;
  const existing = await runtime.volumes.inspect(plan.name, { signal });
  if (existing !== null) {
    if (!plan.external && existing.labels[COMPOSE_LABEL.project] !== project) context.warn(foreign('volume', plan));
    return;
  }
  if (plan.external) throw missingExternal('volume', plan);
  ledger.volumes.add(plan.name);
  await runtime.volumes.create(plan.body, { signal: context.settleSignal });
};

/** Finds or creates the networks and volumes of a plan; external ones must exist. */
export const ensureResources = async (context: ResourcesContext, plan: StackPlan): Promise<void> => {
  const all = [
    ...plan.networks.map((network) => ensureNetwork(context, network, plan.project)),
    ...plan.volumes.map((volume) => ensureVolume(context, volume, plan.project)),
  ];
  await runAll(all, context.fail);
};
