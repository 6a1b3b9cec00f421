import type { BuildModel, ServiceModel } from '../compose/model.ts';
import type { ResolvedSpec } from '../compose/resolved.ts';
import { baseImages } from './base-images.ts';
import { readBuildContext, type BuildContext } from './build-context.ts';
import { buildDigest } from './build-digest.ts';
import { contentName } from './content-name.ts';

/** Ids of those of the images that the engine has. */
export type FindImageIds = (references: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface Named {
  readonly service: string;
  readonly build: BuildModel;
  readonly platform: string | undefined;
  readonly context: BuildContext;
  readonly bases: readonly string[];
}

const read = async (service: string, build: BuildModel, platform: string | undefined): Promise<Named> => {
  const context = await readBuildContext(`service "${service}"`, build);
  return { service, build, platform, context, bases: baseImages(context.instructions, build.args) };
};

/**
 * Names the images that a test's stack builds by the content of their build: equal builds are one image, built once
 * and shared by every stack, and a changed file, or a changed image to start from, is a new image.
 */
export const nameBuildsByContent = async (spec: ResolvedSpec, findImageIds: FindImageIds): Promise<ResolvedSpec> => {
  const services = Object.entries(spec.model.services);
  const builds = await Promise.all(services.flatMap(([name, { build, platform }]) => (build === undefined ? [] : [read(name, build, platform)])));
  if (builds.length === 0) return spec;
  const ids = await findImageIds([...new Set(builds.flatMap(({ bases }) => bases))]);
  const images = await Promise.all(
    builds.map(async ({ service, build, platform, context, bases }) => {
      const digest = await buildDigest(context, build, platform, bases.map((base) => `${base}=${ids.get(base) ?? ''}`));
      return [service, contentName(digest)] as const;
    }),
  );
  const named = new Map(images);
  const built = new Map(services.flatMap(([name, { image, build }]) => (build === undefined || image === undefined ? [] : [[image, { image: named.get(name) ?? '', build }] as const])));
  // A service may also run what another one builds, by the name that this one gives it.
  const rename = ([name, service]: (typeof services)[number]): readonly [string, ServiceModel] => {
    const own = named.get(name);
    return [name, { ...service, ...(own === undefined ? built.get(service.image ?? '') : { image: own }) }];
  };
  return { ...spec, model: { ...spec.model, services: Object.fromEntries(services.map(rename)) } };
};
