/**
 * The engine's front door. What is behind it (a YAML parser, schemas, the Docker client) is loaded by the first call that
 * needs it, so that importing the package costs next to nothing.
 */
import type * as Composition from './composition.ts';
import type { Model } from './compose/model.ts';
import type { ResolveOptions } from './compose/resolve.ts';
import type { ResolvedSpec } from './compose/resolved.ts';
import type { StackSource } from './compose/source.ts';
import type { ComposeSpec } from './compose/spec.ts';
import type { EvidenceWindow, ServiceEvidence } from './lifecycle/evidence.ts';
import type { CallOptions, Stack, StackSnapshot } from './lifecycle/stack.ts';
import type { UpOptions } from './lifecycle/up-options.ts';
import type { StackPorts } from './stack-ports.ts';

const load = (): Promise<typeof Composition> => import('./composition.ts');

/** Options of `up` for a project that stays: it is what its file says, so there is nothing to isolate. */
export type ProjectUpOptions = Omit<UpOptions, 'isolate'>;

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
  return load().then((engine) => engine.upForTest(source, options));
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
  return load().then((engine) => engine.upProject(source, options));
}

/** Handles for a project that is up already, whoever started it. */
export const attach = async <P extends Ports = Ports>(target: string | Pick<StackSnapshot, 'project'>, options?: CallOptions): Promise<Stack<P>> => (await (await load()).attach(target, options)) as Stack<P>;

/** Lets a stack that was brought up with `keep: 'on-failure'` outlive this process, until a day after it was created. */
export const keepProject = async (project: string): Promise<void> => {
  (await load()).keepProject(project);
};

/**
 * Removes the containers, networks and volumes of processes that have ended, what was kept for a day, and images of
 * tests' builds that nobody has used for a week. What a live process owns, here or on another machine, stays, and so do
 * projects that were brought up to stay.
 */
export const prune = async (options?: CallOptions): Promise<Composition.PruneReport> => await (await load()).prune(options);

/** Handles for a project, whatever of it is up, by its source or its name alone; nothing is changed. */
export const openProject = async (source: StackSource | undefined, options: Composition.OpenOptions): Promise<Stack> => await (await load()).openProject(source, options);

/** What the services of a project did and said during a span of time. */
export const gatherEvidence = async (project: string, window: EvidenceWindow, options?: CallOptions): Promise<readonly ServiceEvidence[]> => await (await load()).gatherEvidence(project, window, options);

const isStack = (source: object | string): source is Pick<Stack, 'config'> => typeof source === 'object' && 'config' in source && typeof source.config === 'function';

/**
 * The canonical model of a stack that is up: what it was brought up from; or of a source, resolved without touching an
 * engine. It is what `docker compose config --format json` prints, with strings as they are and unused resources kept.
 *
 * @throws SpecError with every problem found; SPEC_UNKNOWN for a stack that was attached to.
 */
export function config(stack: Pick<Stack, 'config'>): Promise<Model>;
export function config(source: StackSource, options?: ResolveOptions): Promise<Model>;
export async function config(source: StackSource | Pick<Stack, 'config'>, options?: ResolveOptions): Promise<Model> {
  if (isStack(source)) return source.config();
  return (await resolveSpec(source, options)).model;
}

/** Reads, merges and validates a stack's source without touching an engine. */
export const resolveSpec = async (source: StackSource, options?: ResolveOptions): Promise<ResolvedSpec> => await (await import('./compose/resolve.ts')).resolveSpec(source, options);
