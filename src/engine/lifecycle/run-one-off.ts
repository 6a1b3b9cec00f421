import { randomBytes } from 'node:crypto';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { asOneOff, oneOffModel, type OneOff } from '../plan/one-off.ts';
import type { ServicePlan, StackPlan } from '../plan/stack-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bringUp } from './bring-up.ts';
import { createContainer } from './create-container.ts';
import { ensureImages, imageOf } from './ensure-images.ts';
import { fillPublicAddresses } from './fill-public-addresses.ts';
import type { KnownSpec } from './known-spec.ts';
import { listContainers, serviceOf, unknownService } from './project-containers.ts';
import { Progress } from './progress.ts';
import { withProjectLock } from './project-lock.ts';
import { reservePorts } from './reserve-ports.ts';
import type { RunOptions, RunOutcome } from './verb-options.ts';

/** Removal must not be cut short by the signal that ended the run. */
const REMOVE_MS = 30_000;

export interface RunRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly spec: KnownSpec;
  readonly service: string;
  readonly command: readonly string[] | undefined;
  readonly options: RunOptions;
}

const oneOffOf = ({ project, service, command, options }: RunRequest): OneOff => {
  const slug = randomBytes(32).toString('hex');
  const { env, user, workdir, entrypoint, volumes, labels, name, servicePorts = false, useAliases = false, tty = false, stdin } = options;
  return { name: name ?? `${project}-${service}-run-${slug.slice(0, 12)}`, slug, command, entrypoint, env, user, workdir, volumes, labels, servicePorts, useAliases, tty, stdin: stdin !== undefined };
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

const create = async (request: RunRequest, service: ServicePlan, container: ContainerPlan, signal: AbortSignal): Promise<string> => {
  const { runtime, project } = request;
  const { images } = await ensureImages({ runtime, options: {}, signal }, [service]);
  const existing = service.createAfter.length === 0 ? [] : await listContainers({ runtime, project, known: [] }, signal);
  const ids = new Map(service.createAfter.map((name) => [name, existing.find((found) => serviceOf(found) === name)?.id ?? '']));
  return await createContainer(runtime, container, imageOf(images, service.image).id, ids, signal);
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

/**
 * Runs a service once in a container of its own and waits until it has ended. A non-zero exit code is an answer, not an
 * error. Whatever happens, the container is removed unless `rm` is false; one that a signal cut short is killed.
 *
 * @throws as `up` does for what the service depends on; ExecError SERVICE_UNKNOWN; StartError
 */
export const runOneOff = async (request: RunRequest): Promise<RunOutcome> => {
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
  const id = await create(request, planned, await reservePorts(runtime, asOneOff(container, oneOff)), signal);
  let ended = false;
  try {
    const outcome = await runToEnd(request, id, signal);
    ended = true;
    return { ...outcome, container: oneOff.name };
  } finally {
    const last = AbortSignal.timeout(REMOVE_MS);
    if (options.rm !== false) await runtime.containers.remove(id, { force: true, volumes: true, signal: last });
    else if (!ended && (await runtime.containers.inspect(id, { signal: last }))?.state.running === true) await runtime.containers.kill(id, { signal: last });
  }
};
