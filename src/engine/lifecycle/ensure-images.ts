import pLimit from 'p-limit';
import { ImageError, StartError } from '../../errors.ts';
import type { ImagePlan, ServicePlan } from '../plan/stack-plan.ts';
import type { ImageFacts, Runtime } from '../runtime/runtime.ts';
import { buildImage } from './build-image.ts';
import type { UpOptions } from './up-options.ts';

export interface ImagesContext {
  readonly runtime: Runtime;
  readonly options: Pick<UpOptions, 'pull' | 'build' | 'onProgress'>;
  readonly signal: AbortSignal;
}

const PARALLEL_PULLS = 3;

const missing = (plan: ImagePlan, why: string, cause?: unknown): ImageError =>
  new ImageError(
    'IMAGE_MISSING',
    `Service "${plan.service}" needs the image "${plan.reference}", which is not on the engine${why}.\n  Check the name, pull or build it first, or give the service a build section.`,
    { service: plan.service, cause },
  );

const pull = async (context: ImagesContext, plan: ImagePlan): Promise<void> => {
  const { runtime, options, signal } = context;
  try {
    await runtime.images.pull(plan.reference, {
      signal,
      platform: plan.platform,
      onProgress: ({ status, layer }) => options.onProgress?.({ service: plan.service, text: `${plan.reference}: ${layer === undefined ? '' : `${layer}: `}${status}` }),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ImageError)) throw error;
    throw missing(plan, ` and cannot be pulled: ${(error.message.split('\n')[0] ?? '').replace(/\.$/, '')}`, error);
  }
};

/** `pull` of the options overrides the spec; only what Compose calls by these names pulls an image that is there. */
const pullsAlways = (plan: ImagePlan, options: ImagesContext['options']): boolean =>
  options.pull === undefined ? plan.pullPolicy === 'always' || plan.pullPolicy === 'refresh' : options.pull === 'always';

const neverPulls = (plan: ImagePlan, options: ImagesContext['options']): boolean =>
  options.pull === undefined ? plan.pullPolicy === 'never' : options.pull === 'never';

const obtain = async (context: ImagesContext, plan: ImagePlan): Promise<ImageFacts> => {
  const { runtime, options, signal } = context;
  const find = (): Promise<ImageFacts | null> => runtime.images.inspect(plan.reference, { signal, platform: plan.platform });
  if (plan.build !== undefined) {
    const present = options.build === true || plan.pullPolicy === 'build' ? null : await find();
    if (present !== null) return present;
    await buildImage(context, plan, plan.build);
  } else {
    const present = pullsAlways(plan, options) ? null : await find();
    if (present !== null) return present;
    if (neverPulls(plan, options)) throw missing(plan, ', and its pull policy is "never"');
    await pull(context, plan);
  }
  const image = await find();
  if (image === null) throw missing(plan, plan.platform === undefined ? '' : ` for platform ${plan.platform}`);
  return image;
};

interface ObtainedImages {
  /** By reference. */
  readonly images: ReadonlyMap<string, ImageFacts>;
  /** Services that are optional and whose image cannot be had. */
  readonly missing: ReadonlyMap<string, ImageError>;
}

/** Gets every image that the services name, each once. One that only optional services need may be missing. */
export const ensureImages = async (context: ImagesContext, services: readonly Pick<ServicePlan, 'name' | 'image' | 'optional'>[]): Promise<ObtainedImages> => {
  const limit = pLimit(PARALLEL_PULLS);
  const images = new Map<string, ImageFacts>();
  const missing = new Map<string, ImageError>();
  const obtainFor = async (reference: string): Promise<void> => {
    const users = services.filter(({ image }) => image.reference === reference);
    const [first] = users;
    if (first === undefined) return;
    try {
      images.set(reference, await limit(() => obtain(context, (users.find(({ optional }) => !optional) ?? first).image)));
    } catch (error) {
      if (!(error instanceof ImageError) || users.some(({ optional }) => !optional)) throw error;
      for (const { name } of users) missing.set(name, error);
    }
  };
  await Promise.all([...new Set(services.map(({ image }) => image.reference))].map(obtainFor));
  return { images, missing };
};

/** The image of a plan that `ensureImages` has seen. */
export const imageOf = (images: ReadonlyMap<string, ImageFacts>, plan: ImagePlan): ImageFacts => {
  const image = images.get(plan.reference);
  if (image === undefined) throw new StartError('RESOURCE_MISSING', `The image "${plan.reference}" of service "${plan.service}" was not prepared.\n  This is a bug in Seaworthy; please report it.`);
  return image;
};
