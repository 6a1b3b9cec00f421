import type { ResolvedSpec } from '../compose/resolved.ts';
import { buildDigest, readBuildContext } from './build-context.ts';

const DIGEST_LENGTH = 16;

/**
 * Names the images that a test's stack builds by the content of their build: equal builds are one image, built once
 * and shared by every stack, and a changed file is a new image.
 */
export const nameBuildsByContent = async (spec: ResolvedSpec): Promise<ResolvedSpec> => {
  const services = await Promise.all(
    Object.entries(spec.model.services).map(async ([name, service]) => {
      if (service.build === undefined) return [name, service] as const;
      const context = await readBuildContext(name, service.build);
      const digest = await buildDigest(context, service.build, service.platform);
      return [name, { ...service, image: `seaworthy-build/${name.toLowerCase()}:${digest.slice(0, DIGEST_LENGTH)}` }] as const;
    }),
  );
  return { ...spec, model: { ...spec.model, services: Object.fromEntries(services) } };
};
