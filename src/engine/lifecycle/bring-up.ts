import pLimit from 'p-limit';
import { BackendError, SeaworthyError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ServicePlan, StackPlan } from '../plan/stack-plan.ts';
import type { ContainerFacts, ImageFacts, Runtime } from '../runtime/runtime.ts';
import { watchContainers } from './container-watch.ts';
import { findOrphans } from './converge.ts';
import { ensureImages, imageOf } from './ensure-images.ts';
import { ensureResources } from './ensure-resources.ts';
import { explainTimeout } from './explain-timeout.ts';
import { noHealthcheckError } from './failure.ts';
import { Ledger } from './ledger.ts';
import { placeContainers } from './place-containers.ts';
import type { Progress } from './progress.ts';
import { rollBack } from './rollback.ts';
import { runAll } from './run-all.ts';
import { createdGate, createGates } from './service-gates.ts';
import { startService } from './start-service.ts';
import type { UpContext } from './up-context.ts';
import type { UpOptions } from './up-options.ts';

/** Starting more at once makes each start slower and the whole no faster; measured by the bench. */
const PARALLEL_CHANGES = 4;
const DEFAULT_TIMEOUT_MS = 120_000;
/** How long requests under way may still take once the `up` has failed: what they create must be known to be removed. */
const SETTLE_MS = 10_000;
/** Teardown has a budget of its own: an engine that hangs must not keep the error from the user. */
const ROLLBACK_MS = 30_000;

export interface BringUpRequest {
  readonly runtime: Runtime;
  readonly plan: StackPlan;
  readonly options: UpOptions;
  readonly progress: Progress;
  readonly disabledServices: readonly string[];
}

export interface BroughtUp {
  /** Containers by service, lowest number first. */
  readonly containers: ReadonlyMap<string, readonly ContainerFacts[]>;
  readonly warnings: readonly Warning[];
}

/** Marks the moment when the budget ran out; what is told to the user is found out then. */
class OutOfTime extends Error {}

const hasHealthcheck = (service: ServicePlan, image: ImageFacts): boolean => {
  const own = service.model.healthcheck;
  if (own?.disable === true || own?.test?.[0] === 'NONE') return false;
  return (own?.test ?? []).length > 0 || (image.healthcheck?.test ?? []).length > 0;
};

/** Waiting for the health of a service that has no healthcheck would never end; it is refused before anything exists. */
const checkHealthchecks = (plan: StackPlan, images: ReadonlyMap<string, ImageFacts>): void => {
  for (const service of plan.services) {
    const waiting = plan.services.filter((other) => other.dependencies.some((dependency) => dependency.service === service.name && dependency.condition === 'service_healthy'));
    if (waiting.length > 0 && service.containers.length > 0 && !hasHealthcheck(service, imageOf(images, service.image))) {
      throw noHealthcheckError(service.name, waiting.map(({ name }) => name));
    }
  }
};

const prepare = async (request: BringUpRequest, signal: AbortSignal): Promise<Pick<UpContext, 'watch' | 'images' | 'existing'>> => {
  const { runtime, plan, options, progress } = request;
  for (const service of plan.services) progress.enter(service.name, 'image');
  const [watch, images, existing] = await Promise.all([
    watchContainers(runtime, plan.project, signal),
    ensureImages({ runtime, options, signal }, plan.services.map((service) => service.image)),
    runtime.containers.list([`${COMPOSE_LABEL.project}=${plan.project}`], { all: true, signal }),
  ]);
  progress.note('image');
  checkHealthchecks(plan, images);
  return { watch, images, existing };
};

/** Aborts a while after the other signal has: for requests that change something and should not be cut off. */
const abortsLater = (signal: AbortSignal, ms: number): AbortSignal => {
  const later = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => later.abort(signal.reason), ms).unref(), { once: true });
  return later.signal;
};

const raiseService = async (context: UpContext, service: ServicePlan): Promise<readonly [string, readonly ContainerFacts[]]> => {
  const placed = await placeContainers(context, service);
  createdGate(context.gates, service.name).open(placed[0]?.id ?? '');
  return [service.name, await startService(context, service, placed)];
};

const removeReplaced = async (context: UpContext, request: BringUpRequest): Promise<void> => {
  const { runtime, existing, options, warn } = context;
  const orphans = findOrphans(request.plan.services.map(({ name }) => name), request.disabledServices, existing);
  const remove = options.removeOrphans === true;
  if (!remove) {
    for (const { name } of orphans) warn({ path: 'services', message: `the container ${name} belongs to this project, but the spec has no such service; removeOrphans removes it` });
  }
  const gone = [...context.ledger.replaced, ...(remove ? orphans : [])];
  await Promise.all(gone.map(({ id }) => runtime.containers.remove(id, { force: true, volumes: true, signal: context.settleSignal })));
};

const raise = async (request: BringUpRequest, ledger: Ledger, failure: AbortController, signal: AbortSignal): Promise<BroughtUp> => {
  const { runtime, plan, options, progress } = request;
  const fail = (error: unknown): void => failure.abort(error);
  const warnings: Warning[] = [];
  const prepared = await prepare(request, signal);
  prepared.watch.lost.catch((cause: unknown) => fail(engineLost(runtime, plan.project, cause)));
  const timer = setTimeout(() => fail(new OutOfTime()), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const context: UpContext = { ...prepared, runtime, plan, options, progress, ledger, signal, settleSignal: abortsLater(signal, SETTLE_MS), fail, warn: (warning) => warnings.push(warning), gates: createGates(plan.services), limit: pLimit(PARALLEL_CHANGES) };
  try {
    await ensureResources(context, plan);
    progress.note('network');
    const containers = new Map(await runAll(plan.services.map((service) => raiseService(context, service)), fail));
    signal.throwIfAborted();
    await removeReplaced(context, request);
    return { containers, warnings };
  } finally {
    clearTimeout(timer);
  }
};

const KEPT = (project: string): string =>
  `\n  Kept for inspection: docker compose -p ${project} ps -a; docker compose -p ${project} logs\n  Remove it with: docker compose -p ${project} down -v`;

const engineLost = (runtime: Runtime, project: string, cause: unknown): BackendError =>
  new BackendError('BACKEND_LOST', `The container engine at ${runtime.endpoint} went away while project "${project}" was coming up.\n  See whether it was stopped or restarted, and read its log.`, { cause });

/** The engine is gone, or did not answer in time. */
const isSilence = (error: unknown): boolean =>
  error instanceof BackendError ? error.code !== 'BACKEND_REQUEST' : error instanceof DOMException && error.name === 'TimeoutError';

const notCleanedUp = (project: string, left: readonly unknown[]): string => {
  const unreachable = left.every(isSilence);
  const why = unreachable ? 'the engine does not answer' : left.map((error) => (error instanceof Error ? error.message : String(error))).join('; ');
  return `\n  What was created could not be removed: ${why}.\n  Once the engine answers, remove it with: docker compose -p ${project} down -v`;
};

const addToMessage = (error: unknown, text: string): void => {
  if (error instanceof SeaworthyError) error.message += text;
};

/**
 * Brings a plan up: creates everything as early as it can, starts each service when what it depends on is there, and
 * resolves when all are ready. When one cannot be, everything that was created is removed again and the error says why.
 */
export const bringUp = async (request: BringUpRequest): Promise<BroughtUp> => {
  const { runtime, plan, options } = request;
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const ledger = new Ledger();
  try {
    signal.throwIfAborted();
    const brought = await raise(request, ledger, failure, signal);
    failure.abort();
    return brought;
  } catch (thrown) {
    failure.abort(thrown);
    const first: unknown = signal.reason;
    const error = first instanceof OutOfTime ? await explainTimeout(request, options.timeoutMs ?? DEFAULT_TIMEOUT_MS) : first;
    if (options.keep === 'on-failure') {
      addToMessage(error, KEPT(plan.project));
      throw error;
    }
    const left = await rollBack(runtime, plan.project, ledger, AbortSignal.timeout(ROLLBACK_MS));
    if (left.length > 0) addToMessage(error, notCleanedUp(plan.project, left));
    throw error;
  }
};
