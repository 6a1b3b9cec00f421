import { ImageError } from '../../errors.ts';
import type { BuildModel, EnvironmentMap } from '../compose/model.ts';
import { parseBytes } from '../compose/units.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ImagePlan } from '../plan/stack-plan.ts';
import { packBuildContext, readBuildContext } from './build-context.ts';
import type { ImagesContext } from './ensure-images.ts';

/** Keys whose effect needs BuildKit's session protocol. */
const NEEDS_BUILDKIT = ['secrets', 'ssh', 'additional_contexts', 'cache_to', 'entitlements', 'privileged', 'ulimits', 'no_cache_filter', 'provenance', 'sbom', 'isolation', 'platforms'];

const REMOTE = /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\//;

const refuse = (service: string, key: string, why: string): ImageError =>
  new ImageError('IMAGE_BUILD', `services.${service}.build.${key} cannot be honoured: ${why}.\n  Build the image beforehand and name it with image.`, { service });

const checkBuild = (service: string, build: BuildModel): void => {
  const key = NEEDS_BUILDKIT.find((name) => build[name] !== undefined && build[name] !== false && build[name] !== 'false');
  if (key !== undefined) throw refuse(service, key, 'it needs BuildKit, and images are built with the classic builder');
  if (REMOTE.test(build.context)) throw refuse(service, 'context', `"${build.context}" is remote, and only local directories are built`);
};

/** An argument without a value and without one in the environment is left to the Dockerfile's own default. */
const buildArguments = (args: EnvironmentMap | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(args ?? {}).filter((entry): entry is [string, string] => entry[1] !== null));

/** Builds the image of a service under the name in its plan. */
export const buildImage = async (context: ImagesContext, plan: ImagePlan, build: BuildModel): Promise<void> => {
  checkBuild(plan.service, build);
  const files = await readBuildContext(plan.service, build);
  const say = (text: string): void => context.options.onProgress?.({ service: plan.service, text });
  say(`building ${plan.reference}`);
  await context.runtime.images.build(
    {
      context: packBuildContext(files),
      dockerfile: files.dockerfile,
      tags: [plan.reference, ...(build.tags ?? [])],
      args: buildArguments(build.args),
      labels: { ...build.labels, [COMPOSE_LABEL.service]: plan.service },
      target: build.target,
      network: build.network,
      noCache: build.no_cache,
      pull: build.pull,
      platform: plan.platform,
      extraHosts: build.extra_hosts,
      cacheFrom: build.cache_from,
      shmSizeBytes: build.shm_size === undefined ? undefined : parseBytes(build.shm_size),
      onOutput: say,
    },
    { signal: context.signal },
  );
};
