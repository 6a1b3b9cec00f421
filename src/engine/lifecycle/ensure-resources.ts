import { StartError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import { COMPOSE_LABEL, MEMORY_LABEL } from '../plan/labels.ts';
import type { ResourcePlan, StackPlan } from '../plan/stack-plan.ts';
import type { NetworkBody, VolumeBody } from '../runtime/bodies.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import type { VolumeFacts } from '../runtime/volumes.ts';
import { blamingResource } from './blaming-service.ts';
import { createNetwork } from './create-network.ts';
import type { ExistingProject } from './find-existing.ts';
import { isConflict } from './is-conflict.ts';
import { replaceNetwork } from './replace-network.ts';
import { runAll } from './run-all.ts';
import type { UpContext } from './up-context.ts';

type Kind = 'network' | 'volume';
type Named = Pick<ResourcePlan<unknown>, 'key' | 'name'>;

const missingExternal = (kind: Kind, plan: Named): StartError =>
  new StartError(
    'RESOURCE_MISSING',
    `The ${kind} "${plan.name}" is declared as external (${kind}s.${plan.key}), but the engine has none of that name.\n  Create it with "docker ${kind} create ${plan.name}", or remove "external: true" to have it created for the stack.`,
  );

const foreign = (kind: Kind, plan: Named): Warning => ({
  path: `${kind}s.${plan.key}`,
  message: `the ${kind} "${plan.name}" exists and was not created for this project; it is used as it is and will not be removed`,
});

const changedVolume = (plan: Named): Warning => ({
  path: `volumes.${plan.key}`,
  message: `the volume "${plan.name}" was created by another definition; it is used as it is, with what it holds. To have it made anew, remove it first: docker volume rm ${plan.name}`,
});

const isOfOther = (found: NetworkFacts | VolumeFacts, definition: string): boolean => {
  const known = found.labels[MEMORY_LABEL.definition];
  return known !== undefined && known !== definition;
};

/** Networks of the project that were made by another definition than the plan's, by name. What Compose made does not say. */
export const changedNetworks = (plan: StackPlan, existing: ExistingProject): ReadonlyMap<string, NetworkFacts> =>
  new Map(
    plan.networks.flatMap((network) => {
      const found = network.external ? undefined : existing.networks.find(({ name }) => name === network.name);
      return found !== undefined && isOfOther(found, network.definition) ? [[network.name, found] as const] : [];
    }),
  );

const checkExternal = async (context: UpContext, kind: Kind, plan: Named): Promise<void> => {
  const { networks, volumes } = context.runtime;
  const options = { signal: context.signal };
  const found = await (kind === 'network' ? networks.inspect(plan.name, options) : volumes.inspect(plan.name, options));
  if (found === null) throw missingExternal(kind, plan);
};

/** Somebody else's network of the same name shows when the engine refuses a second one; it is used as it is. */
const makeNetwork = async (context: UpContext, plan: ResourcePlan<NetworkBody>): Promise<void> => {
  const { runtime, ledger, settleSignal: signal } = context;
  ledger.networks.set(plan.name, undefined);
  try {
    const { id } = await blamingResource(plan, createNetwork(runtime, plan.body, { signal }));
    ledger.networks.set(plan.name, id);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const found = await runtime.networks.inspect(plan.name, { signal });
    if (found === null) throw error;
    ledger.networks.delete(plan.name);
    if (found.labels[COMPOSE_LABEL.project] !== context.plan.project) context.warn(foreign('network', plan));
  }
};

const ensureNetwork = async (context: UpContext, plan: ResourcePlan<NetworkBody>): Promise<void> => {
  const changed = context.changedNetworks.get(plan.name);
  if (plan.external) await checkExternal(context, 'network', plan);
  else if (changed !== undefined) await replaceNetwork(context, plan, changed);
  else if (context.existing.networks.every(({ name }) => name !== plan.name)) await makeNetwork(context, plan);
};

/** The engine answers the creation of a volume that exists with the one there is: its labels say whose it is. */
const createVolume = async (context: UpContext, plan: ResourcePlan<VolumeBody>): Promise<void> => {
  const { runtime, ledger, settleSignal: signal } = context;
  ledger.volumes.add(plan.name);
  const made = await blamingResource(plan, runtime.volumes.create(plan.body, { signal }));
  if (made.labels[COMPOSE_LABEL.project] === context.plan.project) return;
  ledger.volumes.delete(plan.name);
  context.warn(foreign('volume', plan));
};

const ensureVolume = async (context: UpContext, plan: ResourcePlan<VolumeBody>): Promise<void> => {
  const found = context.existing.volumes.find(({ name }) => name === plan.name);
  if (plan.external) await checkExternal(context, 'volume', plan);
  else if (found === undefined) await createVolume(context, plan);
  else if (isOfOther(found, plan.definition)) context.warn(changedVolume(plan));
};

/** Finds or creates the networks and volumes of a plan; external ones must exist, which is seen to before anything is made. */
export const ensureResources = async (context: UpContext): Promise<void> => {
  const { networks, volumes } = context.plan;
  const isExternal = ({ external }: { readonly external: boolean }): boolean => external;
  await runAll([...networks.filter(isExternal).map((network) => ensureNetwork(context, network)), ...volumes.filter(isExternal).map((volume) => ensureVolume(context, volume))], context.fail);
  const own = ({ external }: { readonly external: boolean }): boolean => !external;
  await runAll([...networks.filter(own).map((network) => ensureNetwork(context, network)), ...volumes.filter(own).map((volume) => ensureVolume(context, volume))], context.fail);
};
