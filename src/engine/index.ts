/** The composition root: the one place where loader, plan, runtime and lifecycle are joined. */
import { SpecError, StartError } from '../errors.ts';
import { connectBackend } from './backends/connect-backend.ts';
import { currentOwner } from './cleanup/owner.ts';

import { resolveSpec } from './compose/resolve.ts';
import type { ResolvedSpec, Warning } from './compose/resolved.ts';
import type { StackSource } from './compose/source.ts';
import type { ComposeSpec } from './compose/spec.ts';
import { bringUp } from './lifecycle/bring-up.ts';
import type { EvidenceWindow, ServiceEvidence } from './lifecycle/evidence.ts';
import { gatherEvidence as gather } from './lifecycle/gather-evidence.ts';
import { nameBuildsByContent } from './lifecycle/name-builds.ts';
import { findContainers, openStack } from './lifecycle/open-stack.ts';
import { Progress } from './lifecycle/progress.ts';
import type { CallOptions, Stack, StackSnapshot } from './lifecycle/stack.ts';
import type { UpOptions } from './lifecycle/up-options.ts';
import { isolate, renameProject } from './plan/isolate.ts';
import type { Lifetime } from './plan/labels.ts';
import { uniqueProjectName } from './plan/names.ts';
import { planStack } from './plan/stack-plan.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { StackPorts } from './stack-ports.ts';

export { resolveSpec };

/** Options of `up` for a project that stays: it is what its file says, so there is nothing to isolate. */
export type ProjectUpOptions = Omit<UpOptions, 'isolate'>;

type Environment = Readonly<Record<string, string | undefined>>;

const connect = (options: { readonly env?: Environment; readonly signal?: AbortSignal }): Promise<Runtime> =>
  connectBackend({ env: process.env, ...(options.signal === undefined ? {} : { signal: options.signal }) });

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

const refuseWarnings = (warnings: readonly Warning[]): void => {
  if (warnings.length === 0) return;
  const lines = warnings.map(({ path, message }) => `  ${path}: ${message}`);
  throw new SpecError('SPEC_INVALID', `The engine in use cannot honour the whole stack, and strict is set:\n${lines.join('\n')}\n  Remove these fields, use another engine, or leave strict off to go on without them.`, warnings);
};

const raise = async (spec: ResolvedSpec, lifetime: Lifetime, options: UpOptions, progress: Progress): Promise<Stack> => {
  const runtime = await connect(options);
  try {
    const plan = planStack(spec, { apiVersion: runtime.facts.apiVersion, owner: currentOwner(), lifetime, nowMs: Date.now() });
    if (options.strict === true) refuseWarnings(plan.warnings);
    const brought = await bringUp({ runtime, plan, options, progress, disabledServices: spec.disabledServices });
    return openStack({
      runtime,
      project: plan.project,
      containers: brought.containers,
      warnings: [...plan.warnings, ...brought.warnings],
      timeline: progress.timeline,
      ownedByProcess: lifetime === 'process',
      ...(lifetime === 'process' ? {} : { known: new Set([...Object.keys(spec.model.services), ...spec.disabledServices]) }),
    });
  } catch (error) {
    runtime.close();
    throw error;
  }
};

const upForTest = async (source: StackSource, options: UpOptions): Promise<Stack> => {
  const progress = new Progress();
  const resolved = await resolve(source, options);
  const project = options.projectName ?? uniqueProjectName(resolved.model.name);
  const named = await nameBuildsByContent(resolved);
  const model = options.isolate === false ? renameProject(named.model, project) : isolate(named.model, project);
  progress.note('resolved');
  return await raise({ ...named, model }, 'process', options, progress);
};

const upProject = async (source: StackSource, options: ProjectUpOptions): Promise<Stack> => {
  const progress = new Progress();
  const resolved = await resolve(source, options);
  progress.note('resolved');
  return await raise(resolved, 'project', options, progress);
};

/** Container ports by service, where the spec is typed; `up<{ db: 5432 }>('./compose.yaml')` states them for a file. */
export type Ports = Readonly<Record<string, number>>;

/**
 * Brings up a stack of a test's own: a project with a unique name, isolated from every other, that resolves when it is
 * ready. `await using stack = await up(spec)` removes it with its volumes.
 *
 * @throws SpecError before anything is created; BackendError when no engine answers; ImageError, StartError,
 * HealthError, PortError or TimeoutError when it cannot become ready, after everything it created was removed.
 */
export function up<const S extends ComposeSpec>(spec: S, options?: UpOptions): Promise<Stack<StackPorts<S>>>;
export function up<P extends Ports = Ports>(source: StackSource, options?: UpOptions): Promise<Stack<P>>;
export function up(source: StackSource, options: UpOptions = {}): Promise<Stack> {
  return upForTest(source, options);
}

/**
 * Brings up a project as `docker compose up -d --wait` does: named by Compose's rule, converging on what is there
 * already, and staying when the process ends.
 *
 * @throws as `up` of `seaworthy`; what was there before a failed call is put back.
 */
export function composeUp<const S extends ComposeSpec>(spec: S, options?: ProjectUpOptions): Promise<Stack<StackPorts<S>>>;
export function composeUp<P extends Ports = Ports>(source: StackSource, options?: ProjectUpOptions): Promise<Stack<P>>;
export function composeUp(source: StackSource, options: ProjectUpOptions = {}): Promise<Stack> {
  return upProject(source, options);
}

/** Handles for a project that is up already, whoever started it. */
export const attach = async <P extends Ports = Ports>(target: string | Pick<StackSnapshot, 'project'>, options: CallOptions = {}): Promise<Stack<P>> => {
  const project = typeof target === 'string' ? target : target.project;
  const runtime = await connect(options);
  try {
    const containers = await findContainers(runtime, project, options.signal);
    if (containers.size === 0) {
      throw new StartError('RESOURCE_MISSING', `There is no project "${project}" on the engine at ${runtime.endpoint}: no container carries its label.\n  Bring it up first, or correct the name; docker compose ls lists what there is.`);
    }
    return openStack({ runtime, project, containers, warnings: [], timeline: [], ownedByProcess: false }) as Stack<P>;
  } catch (error) {
    runtime.close();
    throw error;
  }
};

/** What the services of a project did and said during a span of time. */
export const gatherEvidence = async (project: string, window: EvidenceWindow, options: CallOptions = {}): Promise<readonly ServiceEvidence[]> => {
  const runtime = await connect(options);
  try {
    return await gather(runtime, project, window, options.signal);
  } finally {
    runtime.close();
  }
};
