import { randomBytes } from 'node:crypto';
import { StartError } from '../../errors.ts';
import { currentOwner } from '../cleanup/owner.ts';
import { whileOwning } from '../cleanup/while-owning.ts';
import type { Warning } from '../compose/resolved.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { undoAfter } from '../lifecycle/undo-after.ts';
import { effectiveHealthcheck } from '../plan/effective-healthcheck.ts';
import { refuseWarnings } from '../plan/refuse-warnings.ts';
import type { HealthcheckFacts } from '../runtime/containers.ts';
import type { PullProgress } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { checkReadiness, type ReadinessOptions } from './await-readiness.ts';
import type { Container } from './container-handle.ts';
import { readProfiles, resolveContainer } from './container-service.ts';
import type { ContainerSpec } from './container-spec.ts';
import { ensureImage } from './ensure-image.ts';
import { planSingleContainer, type SingleContainerPlan } from './plan-single-container.ts';
import { onEngine, withEngineOf } from './on-engine.ts';

/** Options of `create`. */
export interface CreateOptions extends CallOptions {
  /** Default `missing`: an image that is not on the engine is pulled. */
  readonly pull?: 'always' | 'missing' | 'never';
  /** The container, and the volumes made for it, stay when this process ends; default false. */
  readonly keep?: boolean;
  /** Make every warning an error before anything is created; default false. */
  readonly strict?: boolean;
  /** Told of each step of a pull. */
  readonly onProgress?: (progress: PullProgress) => void;
}

interface SingleOptions extends CreateOptions, Pick<ReadinessOptions, 'ready'> {
  /** It reads what is sent to it. */
  readonly takesInput?: boolean;
}

/** A container that was created, and what to undo if it is not wanted after all. */
export interface CreatedContainer {
  readonly id: string;
  readonly plan: SingleContainerPlan;
  readonly warnings: readonly Warning[];
  /** Its own, or that of its image. */
  readonly healthcheck: HealthcheckFacts | undefined;
  /** Named volumes that were not there before. */
  readonly volumes: readonly string[];
}

/** What has begun to be created is seen to its end, so that it is known and can be removed: at most for this long. */
const SETTLE_MS = 60_000;

const requireNetworks = async (runtime: Runtime, plan: SingleContainerPlan, signal: AbortSignal | undefined): Promise<void> => {
  for (const network of plan.networks) {
    if ((await runtime.networks.inspect(network, { signal })) !== null) continue;
    throw new StartError('RESOURCE_MISSING', `The network "${network}" of container "${plan.name}" is not on the engine.\n  Create it with "docker network create ${network}", or name one of a stack's: "<project>_default".`);
  }
};

const createVolumes = async (runtime: Runtime, plan: SingleContainerPlan, made: string[]): Promise<void> => {
  for (const volume of plan.volumes) {
    const signal = AbortSignal.timeout(SETTLE_MS);
    if ((await runtime.volumes.inspect(volume.Name, { signal })) !== null) continue;
    made.push(volume.Name);
    await runtime.volumes.create(volume, { signal });
  }
};

/** Removes what was made for a container; what is gone already is no error. */
export const discard = async (runtime: Runtime, id: string | undefined, volumes: readonly string[]): Promise<void> => {
  const signal = AbortSignal.timeout(SETTLE_MS);
  if (id !== undefined) await runtime.containers.remove(id, { force: true, volumes: true, signal });
  await Promise.all(volumes.map((volume) => runtime.volumes.remove(volume, { signal })));
};

/** Undoes after a failure, which is what the caller is told; what could not be undone is said with it. */
export const discardAfter = (error: unknown, runtime: Runtime, id: string | undefined, volumes: readonly string[]): Promise<never> =>
  undoAfter(error, () => discard(runtime, id, volumes));

const createPlanned = async (runtime: Runtime, plan: SingleContainerPlan, signal: AbortSignal | undefined): Promise<Omit<CreatedContainer, 'healthcheck'>> => {
  const volumes: string[] = [];
  let id: string | undefined;
  try {
    await createVolumes(runtime, plan, volumes);
    signal?.throwIfAborted();
    const settle = AbortSignal.timeout(SETTLE_MS);
    const created = await runtime.containers.create(plan.name, plan.body, { platform: plan.platform, signal: settle });
    id = created.id;
    for (const endpoint of plan.furtherEndpoints) await runtime.networks.connect(endpoint.network, id, endpoint.body, { signal: settle });
    signal?.throwIfAborted();
    const remarks = created.warnings.map((message) => ({ path: '', message }));
    return { id, plan, volumes, warnings: [...plan.warnings, ...remarks] };
  } catch (error) {
    return await discardAfter(error, runtime, id, volumes);
  }
};

/** Standard input that one client sends and closes. */
const withInput = (plan: SingleContainerPlan): SingleContainerPlan => ({ ...plan, body: { ...plan.body, OpenStdin: true, StdinOnce: true } });

/** Checks, plans, gets the image and creates: the container and the volumes it names. */
export const createSingle = async (runtime: Runtime, spec: ContainerSpec, options: SingleOptions): Promise<CreatedContainer> => {
  const { signal, keep = false, strict = false, takesInput = false, ready, pull, onProgress } = options;
  const name = spec.name ?? `seaworthy-${randomBytes(4).toString('hex')}`;
  const resolved = await resolveContainer(name, spec, signal);
  const plan = planSingleContainer(spec, resolved, {
    apiVersion: runtime.facts.apiVersion,
    engineHost: runtime.host,
    owner: currentOwner(),
    lifetime: keep ? 'project' : 'process',
    nowMs: Date.now(),
    seccompProfiles: await readProfiles(name, spec, resolved, signal),
  });
  if (strict) refuseWarnings('container', plan.warnings);
  await requireNetworks(runtime, plan, signal);
  const image = await ensureImage(runtime, { reference: plan.image, platform: plan.platform, pull, onProgress, signal });
  const healthcheck = effectiveHealthcheck(plan.body.Healthcheck, image.healthcheck);
  checkReadiness({ name, healthcheck, publishes: Object.keys(plan.body.HostConfig?.PortBindings ?? {}) }, ready);
  const create = async (): Promise<CreatedContainer> => ({ ...(await createPlanned(runtime, takesInput ? withInput(plan) : plan, signal)), healthcheck });
  if (keep) return await create();
  // A name of its own may be that of what is left.
  return await whileOwning({ runtime, signal, tell: (status) => onProgress?.({ status }), afterSweep: spec.name !== undefined, asksFirst: false }, create);
};

/** The handle of a container that `createSingle` made. */
export const containerHandle = (runtime: Runtime, { id, plan, warnings, volumes }: CreatedContainer): Container => {
  const handle: Container = {
    ...onEngine(runtime, plan.name),
    id,
    name: plan.name,
    image: plan.image,
    warnings,
    [Symbol.asyncDispose]: () => withEngineOf(handle, {}, (again) => discard(again, id, volumes)),
  };
  return handle;
};
