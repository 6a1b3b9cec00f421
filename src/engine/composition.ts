/** The composition root: the one place where loader, plan, runtime and lifecycle are joined. */
import { SpecError, StartError } from '../errors.ts';
import { capabilityWarnings } from './backends/capability-warnings.ts';
import { connect, withRuntime } from './backends/with-runtime.ts';
import { currentOwner } from './cleanup/owner.ts';
import type { CleanupReport } from './cleanup/remove-resources.ts';
import { sweep } from './cleanup/sweep.ts';
import { keepProject } from './cleanup/watch-over.ts';
import { whileOwning } from './cleanup/while-owning.ts';
import { resolveSpec } from './compose/resolve.ts';
import type { Model } from './compose/model.ts';
import type { ResolvedSpec } from './compose/resolved.ts';
import type { StackSource } from './compose/source.ts';
import { answered } from './lifecycle/answered.ts';
import { bringUp, type BroughtUp } from './lifecycle/bring-up.ts';
import type { EvidenceWindow, ServiceEvidence } from './lifecycle/evidence.ts';
import { gatherEvidence as gather } from './lifecycle/gather-evidence.ts';
import type { KnownSpec } from './lifecycle/known-spec.ts';
import { nameBuildsByContent, type FindImageIds } from './lifecycle/name-builds.ts';
import { findContainers, openStack } from './lifecycle/open-stack.ts';
import { Progress } from './lifecycle/progress.ts';
import { withProjectLock } from './lifecycle/project-lock.ts';
import type { CallOptions, Stack, StackSnapshot } from './lifecycle/stack.ts';
import { readSeccompProfiles } from './lifecycle/read-seccomp-profiles.ts';
import type { UpOptions } from './lifecycle/up-options.ts';
import { pruneBuilds } from './lifecycle/prune-builds.ts';
import { timelinePage, withTimeline } from './timeline-page.ts';
import { isolate, renameProject } from './plan/isolate.ts';
import type { Keep, Lifetime } from './plan/labels.ts';
import { uniqueProjectName } from './plan/names.ts';
import { refuseWarnings } from './plan/refuse-warnings.ts';
import { planStack } from './plan/stack-plan.ts';
import type { Runtime } from './runtime/runtime.ts';

/** A connection that the stack keeps and closes; without a stack it is closed at once. */
const opened = async (options: CallOptions, open: (runtime: Runtime) => Promise<Stack>): Promise<Stack> => {
  const runtime = await connect(options);
  try {
    return await open(runtime);
  } catch (error) {
    runtime.close();
    throw error;
  }
};

/** What is to be made of a spec on this engine. */
const planOn = async (runtime: Runtime, resolved: ResolvedSpec, belonging: { readonly lifetime: Lifetime; readonly keep?: Keep }, { signal, timeoutMs }: Pick<UpOptions, 'signal' | 'timeoutMs'>): Promise<KnownSpec> => {
  const context = { apiVersion: runtime.facts.apiVersion, engineHost: runtime.host, owner: currentOwner(), ...belonging, nowMs: Date.now(), seccompProfiles: await readSeccompProfiles(resolved, signal) };
  const plan = planStack(resolved, context);
  const limits = await answered(capabilityWarnings(runtime, resolved.model, { signal }), { runtime, timeoutMs, meanwhile: `project "${plan.project}" was being planned` });
  return { resolved, plan: { ...plan, warnings: [...plan.warnings, ...limits] }, replan: (model) => planStack({ ...resolved, model }, context) };
};

/** Services whose containers are no orphans, also those that are not up. */
const knownServices = ({ model, disabledServices }: ResolvedSpec): ReadonlySet<string> => new Set([...Object.keys(model.services), ...disabledServices]);

const resolve = (source: StackSource, options: UpOptions): Promise<ResolvedSpec> => {
  const { projectName, env, profiles, services, signal } = options;
  return resolveSpec(source, {
    ...(projectName === undefined ? {} : { projectName }),
    ...(env === undefined ? {} : { env }),
    ...(profiles === undefined ? {} : { profiles }),
    ...(services === undefined ? {} : { services }),
    ...(signal === undefined ? {} : { signal }),
  });
};

interface Raising {
  readonly lifetime: Lifetime;
  /** The project's name was made for this call. */
  readonly fresh: boolean;
  readonly options: UpOptions;
  readonly progress: Progress;
}

/** Gives services another number of containers than the spec does. */
const scaled = (spec: ResolvedSpec, scale: UpOptions['scale'] = {}): ResolvedSpec => {
  const { services } = spec.model;
  for (const [name, count] of Object.entries(scale)) {
    const known = services[name] !== undefined;
    if (known && Number.isSafeInteger(count) && count >= 0) continue;
    const message = known
      ? `Service "${name}" cannot be scaled to ${String(count)}.\n  Give a whole number, 0 or more.`
      : `There is no service "${name}" to scale; the project has ${Object.keys(services).map((service) => `"${service}"`).join(', ')}.\n  Correct the name, or enable its profile.`;
    throw new SpecError('SPEC_INVALID', message, [{ path: `services.${name}`, message }]);
  }
  const counted = Object.entries(services).map(([name, service]) => {
    const count = scale[name];
    return [name, count === undefined ? service : { ...service, scale: count }] as const;
  });
  return { ...spec, model: { ...spec.model, services: Object.fromEntries(counted) } };
};

/** With `noDeps`, the services that were asked for and nothing else; the others are none of this call's business. */
const leaveOut = (spec: ResolvedSpec, { noDeps, services }: UpOptions): ResolvedSpec => {
  if (noDeps !== true || services === undefined) return spec;
  const entries = Object.entries(spec.model.services);
  const out = entries.filter(([name]) => !services.includes(name)).map(([name]) => name);
  return {
    ...spec,
    model: { ...spec.model, services: Object.fromEntries(entries.filter(([name]) => services.includes(name))) },
    disabledServices: [...spec.disabledServices, ...out],
  };
};

/** Long enough to come back to on the next day. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** What may outlive the process says so from its creation on: labels cannot be changed later. */
const keepOf = ({ keep = false }: UpOptions): { readonly keep?: Keep } => (keep === false ? {} : { keep: { when: keep === true ? 'always' : keep, untilMs: Date.now() + KEPT_MS } });

/** Brings up what goes with this process, watched over. */
const bringOwned = async (runtime: Runtime, project: string, { fresh, options }: Raising, bring: () => Promise<BroughtUp>): Promise<BroughtUp> => {
  const tell = (text: string): void => options.onProgress?.({ text });
  try {
    return await whileOwning({ runtime, signal: options.signal, tell, afterSweep: !fresh, asksFirst: true }, bring);
  } catch (error) {
    if (options.keep === 'on-failure') keepProject(project);
    throw error;
  }
};

const raise = (resolved: ResolvedSpec, raising: Raising): Promise<Stack> =>
  opened(raising.options, async (runtime) => {
    const { lifetime, fresh, options, progress } = raising;
    const owned = lifetime === 'process';
    const spec = await planOn(runtime, leaveOut(resolved, options), { lifetime, ...(owned ? keepOf(options) : {}) }, options);
    const { plan } = spec;
    if (options.strict === true) refuseWarnings('stack', plan.warnings);
    const page = timelinePage(runtime, plan.project, progress, process.env['SEAWORTHY_TIMELINE']);
    const bring = (): Promise<BroughtUp> => bringUp({ runtime, plan, options, progress, fresh, leftOut: spec.resolved.disabledServices, ...(page === undefined ? {} : { onFailed: page.look }) });
    // A name that was made for this call is nobody else's.
    const alone = fresh ? bring : (): Promise<BroughtUp> => withProjectLock(runtime, plan.project, options, bring);
    const brought = await withTimeline(plan.project, progress.timeline, page, () => (owned ? bringOwned(runtime, plan.project, raising, alone) : alone()));
    await page?.look();
    return openStack({
      runtime,
      project: plan.project,
      containers: brought.containers,
      warnings: [...plan.warnings, ...brought.warnings, ...((await page?.write())?.warnings ?? [])],
      timeline: progress.timeline,
      ownedByProcess: owned,
      spec,
      ...(owned ? {} : { known: knownServices(spec.resolved) }),
    });
  });

/** Asked only for a stack that builds. */
const findImageIds = (options: UpOptions): FindImageIds => (references) =>
  withRuntime(options, async (runtime) => {
    const asked = Promise.all(references.map(async (reference) => [reference, await runtime.images.inspect(reference, { signal: options.signal })] as const));
    const images = await answered(asked, { runtime, timeoutMs: options.timeoutMs, meanwhile: `it was asked for ${references.join(', ')}` });
    return new Map(images.flatMap(([reference, image]) => (image === null ? [] : [[reference, image.id]])));
  });

/** A project of the test's own, with a unique name and isolated from every other. */
export const upForTest = async (source: StackSource, options: UpOptions): Promise<Stack> => {
  const progress = new Progress(options.onProgress);
  const resolved = scaled(await resolve(source, options), options.scale);
  const project = options.projectName ?? uniqueProjectName(resolved.model.name);
  const named = await nameBuildsByContent(resolved, findImageIds(options));
  const model = options.isolate === false ? renameProject(named.model, project) : isolate(named.model, project);
  progress.note('resolved');
  return await raise({ ...named, model }, { lifetime: 'process', fresh: options.projectName === undefined, options, progress });
};

/** A project that its file names and that stays. */
export const upProject = async (source: StackSource, options: UpOptions): Promise<Stack> => {
  const progress = new Progress(options.onProgress);
  const resolved = scaled(await resolve(source, options), options.scale);
  progress.note('resolved');
  return await raise(resolved, { lifetime: 'project', fresh: false, options, progress });
};

/** A project as its name alone tells it. */
const openByName = async (runtime: Runtime, project: string, signal: AbortSignal | undefined): Promise<Stack> =>
  openStack({ runtime, project, containers: await findContainers(runtime, project, signal), warnings: [], timeline: [], ownedByProcess: false });

/** Handles for a project that is up already, whoever started it. */
export const attach = (target: string | Pick<StackSnapshot, 'project'>, options: CallOptions = {}): Promise<Stack> =>
  opened(options, async (runtime) => {
    const project = typeof target === 'string' ? target : target.project;
    const stack = await openByName(runtime, project, options.signal);
    if (Object.keys(stack.services).length === 0) {
      throw new StartError('RESOURCE_MISSING', `There is no project "${project}" on the engine at ${runtime.endpoint}: no container carries its label.\n  Bring it up first, or correct the name; docker compose ls lists what there is.`);
    }
    return stack;
  });

/** A project by name alone, or as a spec describes it. */
export interface OpenOptions extends CallOptions {
  readonly projectName?: string;
  /** Leaves these services, whose profiles are enabled, and what they depend on; default all that are enabled. */
  readonly services?: readonly string[];
  /** Changes the spec before anything is planned. */
  readonly adjust?: (model: Model) => Model;
}

const openBySpec = async (runtime: Runtime, resolved: ResolvedSpec, signal: AbortSignal | undefined): Promise<Stack> => {
  const spec = await planOn(runtime, resolved, { lifetime: 'project' }, { ...(signal === undefined ? {} : { signal }) });
  const { project } = spec.plan;
  const found = await findContainers(runtime, project, signal);
  const containers = new Map([...Object.keys(resolved.model.services).map((name) => [name, []] as const), ...found]);
  return openStack({ runtime, project, containers, warnings: resolved.warnings, timeline: [], ownedByProcess: false, spec, known: knownServices(resolved) });
};

/**
 * Handles for a project, whatever of it is up; nothing is changed. Without a source it is known by its name alone, and
 * verbs that need its spec refuse.
 */
export const openProject = async (source: StackSource | undefined, options: OpenOptions): Promise<Stack> => {
  const { projectName = '', signal, adjust = (model: Model): Model => model } = options;
  const resolved = source === undefined ? undefined : await resolve(source, options);
  return await opened(options, (runtime) => (resolved === undefined ? openByName(runtime, projectName, signal) : openBySpec(runtime, { ...resolved, model: adjust(resolved.model) }, signal)));
};

/** What the services of a project did and said during a span of time. */
export const gatherEvidence = (project: string, window: EvidenceWindow, options: CallOptions = {}): Promise<readonly ServiceEvidence[]> =>
  withRuntime(options, (runtime) => gather(runtime, project, window, options.signal));

export { keepProject };

/** What `prune` removed. */
export interface PruneReport extends CleanupReport {
  /** Names of images that tests built and that nobody has used for a while. */
  readonly imagesRemoved: readonly string[];
}

/** Removes what dead processes left, what was kept long enough, and builds that nobody uses. */
export const prune = (options: CallOptions = {}): Promise<PruneReport> =>
  withRuntime(options, async (runtime) => {
    const report = await sweep(runtime, options);
    const builds = await pruneBuilds(runtime, options);
    return { ...report, imagesRemoved: builds.removed, errors: [...report.errors, ...builds.errors] };
  });
