import { randomBytes } from 'node:crypto';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { asOneOff, oneOffModel, type OneOff } from '../plan/one-off.ts';
import type { ServicePlan, StackPlan } from '../plan/stack-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bringUp } from './bring-up.ts';
import { createContainer, type ContainerIds } from './create-container.ts';
import { ensureImages, imageOf } from './ensure-images.ts';
import { fillPublicAddresses } from './fill-public-addresses.ts';
import type { KnownSpec } from './known-spec.ts';
import { notThere } from './place-containers.ts';
import { listContainers, serviceOf, unknownService } from './project-containers.ts';
import { Progress } from './progress.ts';
import { withProjectLock } from './project-lock.ts';
import { reservePorts } from './reserve-ports.ts';
import { undoAfter } from './undo-after.ts';
import type { RunOptions, RunOutcome, StartedRun } from './verb-options.ts';

/** Removal must not be cut short by the signal that ended the run. */
const REMOVE_MS = 30_000;
/** What has begun to be created is seen to its end, so that it is known and can be removed: at most for this long. */
const SETTLE_MS = 60_000;

export interface RunRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly spec: KnownSpec;
  readonly service: string;
  readonly command: readonly string[] | undefined;
  readonly options: RunOptions;
  /** Nobody waits for its end, so that it is the engine that removes it. */
  readonly detached?: boolean;
}

const oneOffOf = ({ project, service, command, options, detached = false }: RunRequest): OneOff => {
  const slug = randomBytes(32).toString('hex');
  const { env, user, workdir, entrypoint, volumes, labels, name, servicePorts = false, useAliases = false, tty = false, stdin } = options;
  return { name: name ?? `${project}-${service}-run-${slug.slice(0, 12)}`, slug, command, entrypoint, env, user, workdir, volumes, labels, servicePorts, useAliases, tty, stdin: stdin !== undefined, autoRemove: detached && options.rm === true };
};

/** What a service needs before it: what it depends on, and what that depends on. */
const needed = (plan: StackPlan, service: string): ReadonlySet<string> => {
  const byName = new Map(plan.services.map((entry) => [entry.name, entry]));
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const { service: dependency } of byName.get(name)?.dependencies ?? []) {
      if (found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(service);
  return found;
};

/** Brings up what the container needs to be there: networks, volumes and, unless told not to, dependencies. */
const prepare = async ({ runtime, service, spec, options }: RunRequest, plan: StackPlan): Promise<void> => {
  const wanted = options.noDeps === true ? new Set<string>() : needed(plan, service);
  const { timeoutMs, signal, onProgress } = options;
  const bring = (): Promise<unknown> => bringUp({
    runtime,
    plan: { ...plan, services: plan.services.filter(({ name }) => wanted.has(name)) },
    options: { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) },
    progress: new Progress(onProgress),
    fresh: false,
    leftOut: [...Object.keys(spec.resolved.model.services), ...spec.resolved.disabledServices],
  });
  await withProjectLock(runtime, plan.project, options, bring);
};

/** The containers that the one-off one shares something with, by service. */
const sharedIds = async ({ runtime, project }: RunRequest, service: ServicePlan, signal: AbortSignal): Promise<ContainerIds> => {
  if (service.createAfter.length === 0) return new Map();
  const existing = await listContainers({ runtime, project, known: [] }, signal);
  const idOf = (name: string): string => {
    const found = existing.find((container) => serviceOf(container) === name);
    if (found === undefined) throw notThere(service.name, name);
    return found.id;
  };
  return new Map(service.createAfter.map((name) => [name, idOf(name)]));
};

const create = async (request: RunRequest, service: ServicePlan, container: ContainerPlan, signal: AbortSignal): Promise<string> => {
  const { runtime } = request;
  const ids = await sharedIds(request, service, signal);
  const { images } = await ensureImages({ runtime, options: {}, signal }, [service]);
  const reserved = await reservePorts(runtime, container);
  signal.throwIfAborted();
  return await createContainer(runtime, reserved, imageOf(images, service.image).id, ids, AbortSignal.timeout(SETTLE_MS));
};

/** Starts the container and resolves with what it wrote and how it ended. */
const runToEnd = async ({ runtime, options }: RunRequest, id: string, signal: AbortSignal): Promise<Omit<RunOutcome, 'container'>> => {
  const attached = await runtime.containers.attach(id, { stdin: options.stdin, tty: options.tty, onOutput: options.onOutput, signal });
  try {
    await runtime.containers.start(id, { signal });
    const exitCode = await runtime.containers.wait(id, { signal });
    return { exitCode, ...(await attached.ended) };
  } finally {
    attached.detach();
  }
};

const remove = ({ containers }: Runtime, id: string): Promise<void> => containers.remove(id, { force: true, volumes: true, signal: AbortSignal.timeout(REMOVE_MS) });

/** Ends a container that is to be kept: nobody waits for it any more. */
const killRunning = async ({ containers }: Runtime, id: string): Promise<void> => {
  const signal = AbortSignal.timeout(REMOVE_MS);
  if ((await containers.inspect(id, { signal }))?.state.running === true) await containers.kill(id, { signal });
};

interface CreatedOneOff {
  readonly id: string;
  readonly name: string;
  readonly signal: AbortSignal;
}

/** Brings up what is needed, and creates the container. */
const createOneOff = async (request: RunRequest): Promise<CreatedOneOff> => {
  const { runtime, project, service, options } = request;
  const { resolved, replan } = request.spec;
  const model = resolved.model.services[service];
  if (model === undefined) throw unknownService(project, service, Object.keys(resolved.model.services));
  const oneOff = oneOffOf(request);
  const changed = oneOffModel(resolved.model, service, model, oneOff, resolved.projectDirectory);
  const plan = replan(oneOff.servicePorts ? changed : await fillPublicAddresses({ runtime, project, service, ports: model.ports ?? [] }, changed, options.signal));
  const planned = plan.services.find(({ name }) => name === service);
  const [container] = planned?.containers ?? [];
  if (planned === undefined || container === undefined) throw unknownService(project, service, plan.services.map(({ name }) => name));
  await prepare(request, plan);
  const signal = options.signal ?? new AbortController().signal;
  return { id: await create(request, planned, asOneOff(container, oneOff), signal), name: oneOff.name, signal };
};

/**
 * Runs a service once in a container of its own and waits until it has ended. A non-zero exit code is an answer, not an
 * error. Whatever happens, the container is removed unless `rm` is false; one that a signal cut short is killed.
 *
 * @throws as `up` does for what the service depends on; ExecError SERVICE_UNKNOWN; StartError
 */
export const runOneOff = async (request: RunRequest): Promise<RunOutcome> => {
  const { runtime, options } = request;
  const { id, name, signal } = await createOneOff(request);
  try {
    signal.throwIfAborted();
    const outcome = await runToEnd(request, id, signal);
    if (options.rm !== false) await remove(runtime, id);
    return { ...outcome, container: name };
  } catch (error) {
    return await undoAfter(error, () => (options.rm === false ? killRunning(runtime, id) : remove(runtime, id)));
  }
};

/**
 * Starts a service once in a container of its own, which runs on by itself.
 *
 * @throws as `runOneOff` does; what was created is removed then
 */
export const startOneOff = async (request: RunRequest): Promise<StartedRun> => {
  const { runtime } = request;
  const { id, name, signal } = await createOneOff({ ...request, detached: true });
  try {
    signal.throwIfAborted();
    await runtime.containers.start(id, { signal });
    return { container: name, id };
  } catch (error) {
    return await undoAfter(error, () => remove(runtime, id));
  }
};
