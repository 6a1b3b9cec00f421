import { BackendError, ImageError } from '../../errors.ts';
import type { BuildModel, EnvironmentMap } from '../compose/model.ts';
import { parseBytes } from '../compose/units.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { BuildSecret } from '../plan/file-object.ts';
import type { ImagePlan } from '../plan/stack-plan.ts';
import type { Cancellable } from '../runtime/cancellable.ts';
import type { BuildRequest } from '../runtime/images.ts';
import type { EngineFacts, Runtime } from '../runtime/runtime.ts';
import { packBuildContext, readBuildContext } from './build-context.ts';
import { BUILD_LABEL, contentTag } from './content-name.ts';
import type { ImagesContext } from './ensure-images.ts';
import { withFileLock } from './file-lock.ts';
import { needsBuildKit } from './needs-buildkit.ts';
import { pruneBuilds } from './prune-builds.ts';
import { readBuildSecrets } from './read-build-secrets.ts';
import { wholeLines } from './whole-lines.ts';

/** Keys that the engine's API has no word for, or that BuildKit would ask the client about at length. */
const NOT_SENT = ['ssh', 'additional_contexts', 'cache_to', 'entitlements', 'privileged', 'no_cache_filter', 'provenance', 'sbom', 'isolation'];

const REMOTE = /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\//;

/** What is built, in a user's words. */
interface BuildSubject {
  /** `service "db"`, or `"app:test"`. */
  readonly what: string;
  /** Where its fields stand: `services.db.build.`, or nothing. */
  readonly path: string;
  readonly service?: string;
}

const refuse = (subject: BuildSubject, key: string, why: string): ImageError =>
  new ImageError('IMAGE_BUILD', `${subject.path}${key} cannot be honoured: ${why}.\n  Build the image beforehand and name it with image.`, subject.service === undefined ? {} : { service: subject.service });

/** The one platform that is built for; an engine keeps one image under a name. */
const platformOf = (subject: BuildSubject, { platforms = [] }: BuildModel, platform: string | undefined): string | undefined => {
  if (platforms.length > 1 && platform === undefined) throw refuse(subject, 'platforms', `one image for ${platforms.join(', ')} is no image of an engine, but one of a registry; name one platform`);
  return platform ?? platforms[0];
};

const checkBuild = (subject: BuildSubject, build: BuildModel, kind: EngineFacts['kind']): void => {
  const key = NOT_SENT.find((name) => build[name] !== undefined && build[name] !== false && build[name] !== 'false');
  if (key !== undefined) throw refuse(subject, key, "it is beyond the engine's API, and no docker buildx is called");
  if (build.secrets !== undefined && kind === 'podman') throw refuse(subject, 'secrets', "Podman's API takes none");
  if (REMOTE.test(build.context)) throw refuse(subject, 'context', `"${build.context}" is remote, and only local directories are built`);
};

/** An argument without a value and without one in the environment is left to the Dockerfile's own default. */
const buildArguments = (args: EnvironmentMap | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(args ?? {}).filter((entry): entry is [string, string] => entry[1] !== null));

/** `host=address` is the engine's `host:address`. */
const extraHosts = (build: BuildModel): readonly string[] | undefined => build.extra_hosts?.map((entry) => entry.replace('=', ':'));

const ulimits = (build: BuildModel): BuildRequest['ulimits'] =>
  build.ulimits === undefined
    ? undefined
    : Object.entries(build.ulimits).map(([Name, limit]) =>
        typeof limit === 'number' ? { Name, Soft: limit, Hard: limit } : { Name, Soft: limit.soft ?? limit.single ?? 0, Hard: limit.hard ?? limit.single ?? 0 },
      );

interface ModelBuild {
  readonly subject: BuildSubject;
  readonly build: BuildModel;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
  readonly secrets?: readonly BuildSecret[] | undefined;
  readonly onOutput: (text: string) => void;
}

/** Builds an image from its model; what cannot be done is refused before anything is sent. Resolves with the id. */
export const buildFromModel = async (runtime: Runtime, { subject, build, tags, labels, platform, secrets = [], onOutput }: ModelBuild, options: Cancellable): Promise<string> => {
  checkBuild(subject, build, runtime.facts.kind);
  const builtFor = platformOf(subject, build, platform);
  const contents = await readBuildSecrets(subject.what, secrets);
  const files = await readBuildContext(subject.what, build);
  const building = runtime.images.build(
    {
      context: packBuildContext(files),
      dockerfile: files.dockerfile,
      hidesDockerfile: files.added,
      what: `the image of ${subject.what}`,
      shownDockerfile: files.shown,
      needsBuildKit: needsBuildKit(files.instructions),
      secrets: contents,
      tags,
      args: buildArguments(build.args),
      labels: { ...build.labels, ...labels },
      target: build.target,
      network: build.network,
      noCache: build.no_cache,
      pull: build.pull,
      platform: builtFor,
      extraHosts: extraHosts(build),
      cacheFrom: build.cache_from,
      shmSizeBytes: build.shm_size === undefined ? undefined : parseBytes(build.shm_size),
      ulimits: ulimits(build),
      onOutput,
    },
    options,
  );
  return await building.catch((error: unknown) => {
    // A file of the context that could not be sent has its own error, which the upload passes on.
    throw error instanceof BackendError && error.cause instanceof ImageError ? error.cause : error;
  });
};

/** Builds an image that is named by its content, unless another process has by now; and lets go of those that nobody has used for long. */
const buildOnce = async (context: ImagesContext, plan: ImagePlan, tag: string, build: () => Promise<unknown>, say: (text: string) => void): Promise<void> => {
  const { runtime, options, signal } = context;
  await withFileLock('builds', tag, { signal, onWait: () => say(`waiting for another process that builds ${plan.reference}`) }, async () => {
    if (options.build !== true && plan.build?.no_cache !== true && (await runtime.images.inspect(plan.reference, { signal })) !== null) return;
    await build();
  });
  const { removed, errors } = await pruneBuilds(runtime, { signal });
  if (removed.length > 0) say(`removed unused images: ${removed.join(', ')}`);
  for (const error of errors) say(`an unused image could not be removed: ${error.message}`);
};

/** Builds the image of a service under the name in its plan. */
export const buildImage = async (context: ImagesContext, plan: ImagePlan, build: BuildModel): Promise<void> => {
  const { service, reference, platform } = plan;
  const say = (text: string): void => context.options.onProgress?.({ service, text });
  const tag = contentTag(reference);
  const labels = tag === undefined ? { [COMPOSE_LABEL.service]: service } : { [BUILD_LABEL]: tag };
  const act = async (): Promise<void> => {
    say(`building ${reference}`);
    const subject = { what: `service "${service}"`, path: `services.${service}.build.`, service };
    const written = wholeLines(say);
    try {
      await buildFromModel(context.runtime, { subject, build, tags: [reference, ...(build.tags ?? [])], labels, platform, secrets: plan.secrets, onOutput: written.add }, { signal: context.signal });
    } finally {
      written.end();
    }
  };
  if (tag === undefined) await act();
  else await buildOnce(context, plan, tag, act, say);
};
