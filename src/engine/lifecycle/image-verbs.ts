import { buildImage } from './build-image.ts';
import { requireSpec, type KnownSpec } from './known-spec.ts';
import { checkServices, type Project } from './project-containers.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import type { Stack } from './stack.ts';

interface ImageVerbsRequest extends Project {
  readonly spec: KnownSpec | undefined;
}

/** The services named, or all. */
const chosen = (request: ImageVerbsRequest, services: readonly string[] | undefined, verb: string): readonly ServicePlan[] => {
  const { plan } = requireSpec(request.spec, request.project, verb);
  checkServices({ ...request, known: plan.services.map(({ name }) => name) }, services);
  return plan.services.filter(({ name }) => services === undefined || services.includes(name));
};

/** The verbs that get images and leave containers alone. */
export const imageVerbs = (request: ImageVerbsRequest): Pick<Stack, 'pull' | 'build'> => ({
  pull: async (services, { onPulled, signal } = {}) => {
    const images = new Map(chosen(request, services, 'pull').filter(({ image }) => image.build === undefined).map(({ image }) => [image.reference, image]));
    await Promise.all(
      [...images.values()].map(async ({ reference, platform }) => {
        await request.runtime.images.pull(reference, { platform, signal });
        onPulled?.(reference);
      }),
    );
  },
  build: async (services, { onProgress, signal = new AbortController().signal } = {}) => {
    for (const { image } of chosen(request, services, 'build')) if (image.build !== undefined) await buildImage({ runtime: request.runtime, options: onProgress === undefined ? {} : { onProgress }, signal }, image, image.build);
  },
});
