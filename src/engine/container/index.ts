/**
 * The door of the single-container API. What is behind it (schemas, the loader, the Docker client) is loaded by the first
 * call that needs it, so that importing the package costs next to nothing.
 */
import type { CleanupReport } from '../cleanup/remove-owned.ts';
import type { BackendOptions } from '../backends/connect-backend.ts';
import type { DetectedBackend, ReadyBackend } from '../backends/detect-backends.ts';
import type { BuildSpec } from '../compose/spec.ts';
import type { FileContent } from '../lifecycle/copy-files.ts';
import type { CallOptions, ExecOptions, ReadLogsOptions } from '../lifecycle/stack.ts';
import type { ContainerFacts, ContainerSummary, ExecOutcome, LogLine } from '../runtime/containers.ts';
import type { ImageFacts, ImageSummary } from '../runtime/images.ts';
import type { ReadinessOptions } from './await-readiness.ts';
import type { BuildOptions } from './build-image.ts';
import type { Container, ContainerReference, StartedContainer } from './container-handle.ts';
import type { ContainerSpec } from './container-spec.ts';
import type * as Verbs from './container-verbs.ts';
import type { CreateOptions } from './create-single.ts';
import type * as Down from './down.ts';
import type * as ImageVerbs from './image-verbs.ts';
import type { FollowLogsOptions } from './read-logs.ts';
import type { RunOptions } from './run.ts';
import type { Grants, SandboxOutcome } from './run-once.ts';

const verbs = (): Promise<typeof Verbs> => import('./container-verbs.ts');
const images = (): Promise<typeof ImageVerbs> => import('./image-verbs.ts');
const down = (): Promise<typeof Down> => import('./down.ts');

/**
 * Creates a container and starts it. Resolves when it is ready: healthy if it has a healthcheck, else as soon as the
 * engine has started it, also when it has ended by then (`wait` has its exit code). `await using` removes it at the
 * end of the block; one that is left is removed soon after this process has ended, unless `keep`.
 *
 * The handle keeps to the engine that the container was made on, whatever is chosen later.
 *
 * @throws SpecError before anything is created; BackendError, ImageError, PortError; StartError, HealthError or
 * TimeoutError when it cannot become ready, after it was removed.
 */
export const run = async (spec: ContainerSpec, options?: RunOptions): Promise<StartedContainer> => await (await import('./run.ts')).run(spec, options);

/**
 * Creates a container without starting it, so that files can be put in first.
 *
 * @throws as `run`.
 */
export const create = async (spec: ContainerSpec, options?: CreateOptions): Promise<Container> => await (await import('./run.ts')).create(spec, options);

/** What the engine knows of a container. @throws StartError RESOURCE_MISSING */
export const inspect = async (container: ContainerReference, options?: CallOptions): Promise<ContainerFacts> => await (await verbs()).inspect(container, options);

/** The engine's containers, those that run or all, whoever made them. */
export const list = async (options?: Verbs.ListOptions): Promise<readonly ContainerSummary[]> => await (await verbs()).list(options);

/** Starts a container that was created or has ended, and resolves when it is ready, as `run` does. Running already is no error. */
export const start = async (container: ContainerReference, options?: CallOptions & ReadinessOptions): Promise<StartedContainer> => await (await verbs()).start(container, options);

/**
 * Stops a container; stopped already is no error.
 *
 * `timeoutMs` is the time between the stop signal and the kill, rounded up to whole seconds; default its
 * `stop_grace_period`, else 10 s.
 * @throws StartError RESOURCE_MISSING
 */
export const stop = async (container: ContainerReference, options?: CallOptions & { readonly timeoutMs?: number }): Promise<void> => {
  await (await verbs()).stop(container, options);
};

/** Removes a container. @throws StartError RESOURCE_MISSING; RESOURCE_CONFLICT while it runs, without `force`. */
export const remove = async (container: ContainerReference, options?: Verbs.RemoveOptions): Promise<void> => {
  await (await verbs()).remove(container, options);
};

/** Removes a container if it is there, running or not, with its anonymous volumes. Resolves with whether it was there. */
export const removeIfExists = async (container: ContainerReference, options?: CallOptions): Promise<boolean> => await (await verbs()).removeIfExists(container, options);

/**
 * Runs a command in a running container and collects its output. A non-zero exit is an answer, not an error, unless
 * `throwOnError`. @throws ExecError
 */
export const exec = async (container: ContainerReference, command: readonly string[], options?: ExecOptions): Promise<ExecOutcome> => await (await verbs()).exec(container, command, options);

/**
 * Waits until a container does not run (any more) and resolves with its exit code; one that has ended already answers
 * at once. `timeoutMs` bounds the wait; default for ever.
 * @throws StartError RESOURCE_MISSING; TimeoutError
 */
export const wait = async (container: ContainerReference, options?: CallOptions & { readonly timeoutMs?: number }): Promise<number> => await (await verbs()).wait(container, options);

async function* follow(container: ContainerReference, options: FollowLogsOptions): AsyncGenerator<LogLine, void, undefined> {
  yield* (await import('./read-logs.ts')).logs(container, options);
}

const read = async (container: ContainerReference, options: ReadLogsOptions): Promise<readonly LogLine[]> => await (await import('./read-logs.ts')).logs(container, { ...options, follow: false });

/**
 * What a container has written, line by line, each with its stream and the engine's time. With `follow` new lines come
 * too, until the container ends, the loop is left or the signal aborts.
 * @throws StartError RESOURCE_MISSING
 */
export function logs(container: ContainerReference, options: FollowLogsOptions): AsyncIterable<LogLine>;
export function logs(container: ContainerReference, options?: ReadLogsOptions & { readonly follow?: false }): Promise<readonly LogLine[]>;
export function logs(container: ContainerReference, options: ReadLogsOptions & { readonly follow?: boolean } = {}): AsyncIterable<LogLine> | Promise<readonly LogLine[]> {
  return options.follow === true ? follow(container, { ...options, follow: true }) : read(container, options);
}

/**
 * Copies a file, a directory with all in it, or content into a container, running or not. `target` is the path it will
 * have; one that ends with `/` is the directory it goes into. Missing directories are made. A path in a `tmpfs` of the
 * container is out of the engine's reach.
 *
 * @throws SpecError SPEC_FILE_UNREADABLE; StartError RESOURCE_MISSING
 */
export const copyTo = async (container: ContainerReference, source: string | FileContent, target: string, options?: CallOptions): Promise<void> => {
  await (await import('./copy-files.ts')).copyTo(container, source, target, options);
};

/**
 * Copies a file or directory out of a container, running or not. With `target`, a path of the host by the rule of
 * `copyTo`; without, resolves with the content of the file.
 *
 * @throws StartError RESOURCE_MISSING
 */
export function copyFrom(container: ContainerReference, source: string, options?: CallOptions): Promise<Buffer>;
export function copyFrom(container: ContainerReference, source: string, target: string, options?: CallOptions): Promise<void>;
export async function copyFrom(container: ContainerReference, source: string, target?: string | CallOptions, options?: CallOptions): Promise<Buffer | void> {
  const files = await import('./copy-files.ts');
  if (typeof target !== 'string') return await files.copyFrom(container, source, target);
  await files.copyFrom(container, source, target, options);
}

/**
 * Runs one command in a sandbox and resolves with its exit code and output: a read-only root with a writable `/tmp` in
 * memory, no capabilities, no new privileges, not root, no network, and limits on memory, CPU, processes, time and
 * output. Each is loosened only by its grant. The container is removed before it resolves.
 *
 * @throws SpecError before anything is created; ImageError; StartError; TimeoutError after `timeoutMs`.
 */
export const runOnce = async (image: string, cmd: readonly string[], grants?: Grants): Promise<SandboxOutcome> => await (await import('./run-once.ts')).runOnce(image, cmd, grants);

/**
 * Pulls an image, with the credentials that `docker login` has left for its registry. A registry that answers with an
 * error of its own or drops the connection is asked again. Without tag or digest the tag is `latest`.
 *
 * @throws ImageError IMAGE_PULL, saying what was seen; IMAGE_MISSING when there is none for the platform.
 */
export const pullImage = async (reference: string, options?: ImageVerbs.PullOptions): Promise<ImageFacts> => await (await images()).pullImage(reference, options);

/**
 * Builds an image from a directory with a Dockerfile, with the fields that `build` of a Compose file has, under the names
 * in `tags` (default: one of its own).
 *
 * @throws SpecError before anything is sent; ImageError IMAGE_BUILD with the failing step and what it printed, or naming
 * the field that the API has no word for.
 */
export const buildImage = async (spec: BuildSpec, options?: BuildOptions): Promise<ImageFacts> => await (await import('./build-image.ts')).buildImage(spec, options);

/** The engine's images, all or those that carry each of these labels (`key` or `key=value`). */
export const listImages = async (options?: CallOptions & { readonly labels?: readonly string[] }): Promise<readonly ImageSummary[]> => await (await images()).listImages(options);

/** What the engine knows of an image, by name, digest or id. @throws ImageError IMAGE_MISSING */
export const inspectImage = async (reference: string, options?: CallOptions): Promise<ImageFacts> => await (await images()).inspectImage(reference, options);

/** Whether an image is on the engine. */
export const imageExists = async (reference: string, options?: CallOptions): Promise<boolean> => await (await images()).imageExists(reference, options);

/** Removes an image; `force` also one that stopped containers use or that has other names. @throws ImageError IMAGE_MISSING; StartError RESOURCE_CONFLICT */
export const removeImage = async (reference: string, options?: CallOptions & { readonly force?: boolean }): Promise<void> => {
  await (await images()).removeImage(reference, options);
};

/**
 * Removes the containers, networks and volumes of a project, whichever process made them, without grace. Only what
 * Seaworthy has made: what `docker compose` made under that name stays. A project that is not there is no error.
 */
export const downByProject = async (project: string, options?: CallOptions): Promise<CleanupReport> => await (await down()).downByProject(project, options);

/**
 * Removes every container, network and volume that Seaworthy has made on the engine, of every project and process, also
 * what is in use at the moment. Nothing that something else made.
 */
export const downAll = async (options?: Down.DownAllOptions): Promise<CleanupReport> => await (await down()).downAll(options);

/**
 * Contacts every place where an engine may be, all at once, and says what was found, in the order of preference. A
 * Podman is started only when none of its sockets answers.
 */
export const detectBackends = async (options?: BackendOptions): Promise<readonly DetectedBackend[]> => await (await import('../backends/detect-backends.ts')).detectBackends(options);

/**
 * The engine that a call would use now: where it was found, what it is, and its column in the table of capabilities.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE or BACKEND_PERMISSION when none answers.
 */
export const getBackend = async (options?: CallOptions): Promise<ReadyBackend> => await (await import('../backends/get-backend.ts')).getBackend(options);
