import { StartError } from '../../errors.ts';
import type { ResourcePlan } from '../plan/stack-plan.ts';
import type { NetworkBody } from '../runtime/bodies.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { NetworkFacts } from '../runtime/networks.ts';
import { createNetwork } from './create-network.ts';
import { endpointOf } from './endpoint-of.ts';
import type { ReplacedNetwork } from './ledger.ts';
import { setAside } from './set-aside.ts';
import type { UpContext } from './up-context.ts';

/** The body that would make a network as it is. */
const bodyOf = ({ name, raw }: NetworkFacts): NetworkBody => {
  const keys = ['Driver', 'Options', 'IPAM', 'Internal', 'Attachable', 'EnableIPv4', 'EnableIPv6', 'Labels'];
  return { Name: name, ...Object.fromEntries(keys.flatMap((key) => (raw[key] === undefined || raw[key] === null ? [] : [[key, raw[key]]]))) };
};

const usedByOthers = (plan: ResourcePlan<NetworkBody>, ids: readonly string[]): StartError =>
  new StartError(
    'RESOURCE_CONFLICT',
    `The network "${plan.name}" has another definition now (networks.${plan.key}), but cannot be made anew: ${ids.length === 1 ? 'a container' : `${String(ids.length)} containers`} outside this project ${ids.length === 1 ? 'is' : 'are'} attached to it (${ids.map((id) => id.slice(0, 12)).join(', ')}).\n  Detach them with "docker network disconnect ${plan.name} <container>", or give the network another name.`,
  );

/** Containers that go with the network, because they are made anew or are too many. */
const isLeaving = (context: UpContext, container: ContainerSummary): boolean =>
  [...context.actions.values()].some(
    ({ placements, surplus }) =>
      surplus.some(({ id }) => id === container.id) || placements.some(({ action }) => action.kind === 'recreate' && action.existing.id === container.id),
  );

/**
 * Makes a network anew whose definition changed. What is attached and made anew too is set aside, what stays is detached
 * and attached again; the ledger knows how it was.
 */
export const replaceNetwork = async (context: UpContext, plan: ResourcePlan<NetworkBody>, found: NetworkFacts): Promise<void> => {
  const { runtime, ledger, settleSignal: signal } = context;
  const attached = context.existing.containers.filter(({ networks }) => networks.includes(plan.name));
  const network = await runtime.networks.inspect(found.id, { signal });
  const others = (network?.containers ?? []).filter((id) => !attached.some((container) => container.id === id));
  if (others.length > 0) throw usedByOthers(plan, others);
  const endpoints = await Promise.all(
    attached.map(async ({ id }): Promise<ReplacedNetwork['attached']> => {
      const container = await runtime.containers.inspect(id, { signal });
      const endpoint = container === null ? undefined : endpointOf(container, plan.name);
      return endpoint === undefined ? [] : [{ containerId: id, endpoint }];
    }),
  );
  const leaving = attached.filter((container) => isLeaving(context, container));
  await Promise.all(leaving.map((container) => setAside(context, container)));
  const replaced: ReplacedNetwork = { id: found.id, body: bodyOf(network ?? found), attached: endpoints.flat() };
  ledger.replacedNetworks.push(replaced);
  for (const { containerId } of replaced.attached) await runtime.networks.disconnect(found.id, containerId, { force: true, signal });
  await runtime.networks.remove(found.id, { signal });
  ledger.networks.set(plan.name, undefined);
  const { id } = await createNetwork(runtime, plan.body, { signal });
  ledger.networks.set(plan.name, id);
  for (const { containerId, endpoint } of replaced.attached) {
    if (!leaving.some((container) => container.id === containerId)) await runtime.networks.connect(id, containerId, endpoint, { signal });
  }
};
