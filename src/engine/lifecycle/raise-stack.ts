import pLimit from 'p-limit';
import { BackendError, SeaworthyError, SpecError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import type { ServicePlan, StackPlan } from '../plan/stack-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { answered } from './answered.ts';
import type { BringUpRequest, BroughtUp } from './bring-up.ts';
import { checkContainerNames, checkHealthchecks } from './check-before.ts';
import { confirmRunning } from './confirm-running.ts';
import { watchContainers } from './container-watch.ts';
import { converge, findOrphans } from './converge.ts';
import { ensureImages, imageOf } from './ensure-images.ts';
import { changedNetworks, ensureResources } from './ensure-resources.ts';
import { findExisting } from './find-existing.ts';
import type { Ledger } from './ledger.ts';
import { placeContainers } from './place-containers.ts';
import { removeWithVolumes } from './remove-container.ts';
import { runAll } from './run-all.ts';
import { createdGate, createGates, openAll } from './service-gates.ts';
import { startService } from './start-service.ts';
import type { UpContext } from './up-context.ts';

/** Starting more at once makes each start slower and the whole no faster; measured by the bench. */
const PARALLEL_CHANGES = 4;
/** How long requests under way may still take once the `up` has failed: what they create must be known to be removed. */
const SETTLE_MS = 10_000;

export interface Raising {
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  /** Ends the `up` with this error. */
  readonly fail: (error: unknown) => void;
  /** Called when everything is known that creating needs: from here on time counts. */
  readonly onPrepared: () => void;
}

/** Aborts a while after the other signal has: for requests that change something and should not be cut off. */
const abortsLater = (signal: AbortSignal, ms: number): AbortSignal => {
  const later = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => later.abort(signal.reason), ms).unref(), { once: true });
  return later.signal;
};

const engineLost = (runtime: Runtime, project: string, cause: unknown): BackendError =>
  new BackendError('BACKEND_LOST', `The container engine at ${runtime.endpoint} went away while project "${project}" was coming up.\n  See whether it was stopped or restarted, and read its log.`, { cause });

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const doneWithout = (service: string, error: unknown): Warning => ({
  path: `services.${service}`,
  service,
  message: `is not up, and who depends on it does without, as required: false allows: ${firstLine(error)}`,
});

/** A warning is an error with `strict`. */
const warner = (request: BringUpRequest, warnings: Warning[]) => (warning: Warning): void => {
  if (request.options.strict === true) throw new SpecError('SPEC_INVALID', `The stack cannot be brought up as it is described, and strict is set:\n  ${warning.path}: ${warning.message}\n  Change that, or leave strict off to go on without it.`, [warning]);
  warnings.push(warning);
};

type Prepared = Pick<UpContext, 'plan' | 'watch' | 'images' | 'existing' | 'actions' | 'changedNetworks'>;

/** A service, and the images that its `pre_start` steps run in where they are others. */
const withHookImages = (service: ServicePlan): readonly Pick<ServicePlan, 'name' | 'image' | 'optional'>[] => [
  service,
  ...(service.model.pre_start ?? []).flatMap(({ image }) =>
    image === undefined || image === service.image.reference ? [] : [{ ...service, image: { reference: image, service: service.name, pullPolicy: service.image.pullPolicy, named: false } }],
  ),
];

/** Learns all that deciding needs, decides, and refuses what cannot work: nothing is changed yet. */
const prepare = async (request: BringUpRequest, raising: Raising, warn: (warning: Warning) => void): Promise<Prepared> => {
  const { runtime, options, progress } = request;
  const { signal } = raising;
  // Images may take as long as they take to be pulled and built; everything else here is answered at once.
  const patience = { runtime, timeoutMs: options.timeoutMs, meanwhile: `project "${request.plan.project}" was coming up` };
  for (const service of request.plan.services) progress.enter(service.name, 'image');
  const [watch, { images, missing }, existing] = await Promise.all([
    answered(watchContainers(runtime, request.plan.project, signal), patience),
    ensureImages({ runtime, options, signal, note: (what, service, reference) => progress.note(what, service, reference) }, request.plan.services.flatMap(withHookImages)),
    answered(findExisting(runtime, request.plan, request.fresh, signal), patience),
  ]);
  progress.note('image');
  watch.lost.catch((cause: unknown) => raising.fail(engineLost(runtime, request.plan.project, cause)));
  for (const [service, error] of missing) warn(doneWithout(service, error));
  const plan: StackPlan = missing.size === 0 ? request.plan : without(request.plan, missing);
  checkHealthchecks(plan, images);
  const changed = changedNetworks(plan, existing);
  const actions = converge(
    plan.services,
    {
      containers: existing.containers,
      imageIds: new Map(plan.services.map(({ name, image }) => [name, imageOf(images, image).id])),
      changedNetworks: new Set(changed.keys()),
    },
    {
      forced: (service) => options.forceRecreate === true && (options.services === undefined || options.services.includes(service)),
      noRecreate: options.noRecreate === true,
    },
  );
  await answered(checkContainerNames(runtime, plan, actions, signal), patience);
  return { plan, watch, images, existing, actions, changedNetworks: changed };
};

/** The plan without services that are done without. */
const without = (plan: StackPlan, missing: ReadonlyMap<string, unknown>): StackPlan => ({
  ...plan,
  services: plan.services
    .filter(({ name }) => !missing.has(name))
    .map((service) => ({ ...service, dependencies: service.dependencies.filter((dependency) => !missing.has(dependency.service)) })),
});

const raiseService = async (context: UpContext, service: ServicePlan): Promise<void> => {
  const placed = await placeContainers(context, service);
  createdGate(context.gates, service.name).open(placed[0]?.id ?? '');
  await startService(context, service, placed);
};

const isEnginesOwn = (error: unknown): boolean => error instanceof BackendError && error.code !== 'BACKEND_REQUEST';

/** A service that nobody insists on may fail: that is a warning, also when it fails after it was ready. */
const raiseOptional = async (context: UpContext, service: ServicePlan, failed: Set<string>): Promise<void> => {
  const doWithout = (error: unknown): void => {
    if (context.signal.aborted || failed.has(service.name)) return;
    if (!(error instanceof SeaworthyError) || isEnginesOwn(error)) {
      context.fail(error);
      return;
    }
    failed.add(service.name);
    try {
      context.warn(doneWithout(service.name, error));
    } catch (strict) {
      // Doing without is an error then, and it ends the whole.
      context.fail(strict);
      return;
    }
    context.progress.enter(service.name, 'done');
    openAll(context.gates, service.name);
  };
  try {
    await raiseService({ ...context, fail: doWithout, foretell: undefined }, service);
  } catch (error) {
    context.signal.throwIfAborted();
    doWithout(error);
    context.signal.throwIfAborted();
  }
};

const removeReplaced = async (context: UpContext, request: BringUpRequest): Promise<void> => {
  const { runtime, existing, options, ledger, warn } = context;
  const orphans = findOrphans(request.plan.services.map(({ name }) => name), request.leftOut, existing.containers);
  const remove = options.removeOrphans === true;
  if (!remove) {
    for (const { name } of orphans) warn({ path: 'services', message: `the container ${name} belongs to this project, but the spec has no such service; removeOrphans removes it` });
  }
  const gone = existing.containers.filter((container) => ledger.replaced.has(container.id) || (remove && orphans.includes(container)));
  await Promise.all(gone.map((container) => removeWithVolumes(runtime, container, context.settleSignal)));
};

/** Does what an `up` is there for; what it has done until it fails is in the ledger. */
export const raiseStack = async (request: BringUpRequest, raising: Raising): Promise<BroughtUp> => {
  const { runtime, options, progress } = request;
  const { signal, fail, ledger } = raising;
  const warnings: Warning[] = [];
  const warn = warner(request, warnings);
  const prepared = await prepare(request, raising, warn);
  raising.onPrepared();
  const context: UpContext = {
    ...prepared, runtime, options, progress, ledger, signal, fail, warn,
    foretell: fail,
    settleSignal: abortsLater(signal, SETTLE_MS),
    gates: createGates(prepared.plan.services),
    placed: new Map(),
    started: new Map(),
    limit: pLimit(PARALLEL_CHANGES),
  };
  await ensureResources(context);
  progress.note('network');
  const failed = new Set<string>();
  const optional = ({ name, optional: may }: ServicePlan): boolean => may && options.services?.includes(name) !== true;
  await runAll(context.plan.services.map((service) => (optional(service) ? raiseOptional(context, service, failed) : raiseService(context, service))), fail);
  const containers = await confirmRunning(context, failed);
  signal.throwIfAborted();
  await removeReplaced(context, request);
  return { containers, warnings };
};
