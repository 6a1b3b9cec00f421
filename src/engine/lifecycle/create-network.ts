import { SeaworthyError, StartError } from '../../errors.ts';
import { freeSubnets } from '../plan/free-subnet.ts';
import type { NetworkBody } from '../runtime/bodies.ts';
import type { Cancellable } from '../runtime/cancellable.ts';
import type { Networks } from '../runtime/networks.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { hostRoutes } from './host-routes.ts';

/** Others choose at the same time, and what the engine alone knows to be taken shows only when it refuses. */
const TRIES = 20;

type Made = Awaited<ReturnType<Networks['create']>>;

const isExhausted = (error: unknown): boolean => error instanceof StartError && error.code === 'ADDRESSES_EXHAUSTED';

const isTaken = (error: unknown): boolean => error instanceof SeaworthyError && /pool overlaps|subnet .*(already used|is being used)|overlaps with/i.test(error.message);

/** Whether addresses come from the engine's own pools: neither the spec nor another driver says which. */
const isUnaddressed = ({ Driver: driver, IPAM: ipam }: NetworkBody): boolean =>
  (driver === undefined || driver === 'bridge') && (ipam?.Driver === undefined || ipam.Driver === 'default') && (ipam?.Config ?? []).length === 0;

const subnetsOf = (raw: Readonly<Record<string, unknown>>): readonly string[] =>
  ((raw['IPAM'] as { readonly Config?: readonly { readonly Subnet?: string }[] | null } | undefined)?.Config ?? []).flatMap(({ Subnet: subnet }) => subnet ?? []);

const createElsewhere = async ({ networks }: Pick<Runtime, 'networks'>, body: NetworkBody, exhausted: unknown, options: Cancellable): Promise<Made> => {
  const [listed, routes] = await Promise.all([networks.list([], options), hostRoutes()]);
  const free = freeSubnets([...listed.flatMap(({ raw }) => subnetsOf(raw)), ...routes], Math.random());
  for (let round = 0; round < TRIES; round += 1) {
    const { value: subnet } = free.next();
    if (subnet === undefined) break;
    try {
      return await networks.create({ ...body, IPAM: { ...body.IPAM, Config: [{ Subnet: subnet }] } }, options);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw exhausted;
};

/**
 * Creates a network. Where the engine's own pools of addresses have run out it gets a private subnet that no other
 * network of the engine has and no route of this host leads to.
 *
 * @throws StartError with ADDRESSES_EXHAUSTED when there is no such subnet, or the spec leaves no choice.
 */
export const createNetwork = async (runtime: Pick<Runtime, 'networks'>, body: NetworkBody, options: Cancellable): Promise<Made> => {
  try {
    return await runtime.networks.create(body, options);
  } catch (error) {
    if (!isExhausted(error) || !isUnaddressed(body)) throw error;
    return await createElsewhere(runtime, body, error, options);
  }
};
