import pLimit from 'p-limit';
import { ImageError, StartError } from '../../errors.ts';
import { parseDurationMs } from '../compose/units.ts';
import { isForPlatform } from '../plan/platform.ts';
import type { ImagePlan, ServicePlan } from '../plan/stack-plan.ts';
import type { ImageFacts } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { answered } from './answered.ts';
import { buildImage } from './build-image.ts';
import { contentTag } from './content-name.ts';
import { noteUse } from './prune-builds.ts';
import type { UpOptions } from './up-options.ts';

export interface ImagesContext {
  readonly runtime: Runtime;
  readonly options: Pick<UpOptions, 'pull' | 'build' | 'onProgress' | 'timeoutMs'>;
  readonly signal: AbortSignal;
  /** Told when an image is pulled or built, and when it is there. */
  readonly note?: (what: 'pulling' | 'building' | 'image', service: string, reference: string) => void;
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
  context.note?.('pulling', plan.service, plan.reference);
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

const DAY_MS = 86_400_000;

/** How old an image may be, in milliseconds; `undefined` for policies that do not say. */
const mayBeOld = (policy: string): number | undefined => {
  if (policy === 'daily') return DAY_MS;
  if (policy === 'weekly') return 7 * DAY_MS;
  return policy.startsWith('every_') ? parseDurationMs(policy.slice('every_'.length)) : undefined;
};

/** Whether an image that is there is pulled all the same. `pull` of the options overrides the spec. */
export const pullsAgain = (plan: Pick<ImagePlan, 'pullPolicy'>, option: UpOptions['pull'], present: Pick<ImageFacts, 'lastTaggedMs'>, nowMs: number): boolean => {
  if (option !== undefined) return option === 'always';
  if (plan.pullPolicy === 'always' || plan.pullPolicy === 'refresh') return true;
  const oldest = mayBeOld(plan.pullPolicy);
  return oldest !== undefined && nowMs - (present.lastTaggedMs ?? 0) > oldest;
};

/** Whether a registry is asked for an image that is not there. One that is named by the content of its build is in none, nor is one that only a build names. */
const mayPull = (plan: ImagePlan, options: ImagesContext['options']): boolean => {
  const policy = options.pull ?? plan.pullPolicy;
  if (policy === 'never' || policy === 'build') return false;
  return plan.build === undefined || (!plan.named && contentTag(plan.reference) === undefined);
};

/** Without the cache, an image that is named by its content is not to be found by that name either: it is one that was built before. */
const alwaysBuilds = ({ build, reference }: ImagePlan): boolean => build?.no_cache === true && contentTag(reference) !== undefined;

/** Where there is an image of that name, and it is for another platform. */
const otherPlatform = (found: ImageFacts | null, { platform }: ImagePlan): string =>
  found === null || platform === undefined ? '' : ` for ${platform} (what has that name is for ${found.os}/${found.arch})`;

const obtain = async (context: ImagesContext, plan: ImagePlan): Promise<ImageFacts> => {
  const { runtime, options, signal } = context;
  const find = (): Promise<ImageFacts | null> => answered(runtime.images.inspect(plan.reference, { signal }), { runtime, timeoutMs: options.timeoutMs, meanwhile: `it was asked for the image "${plan.reference}" of service "${plan.service}"` });
  const isUsable = (image: ImageFacts | null): image is ImageFacts => image !== null && isForPlatform(image, plan.platform);
  const builds = plan.build !== undefined && (options.build === true || alwaysBuilds(plan) || (plan.pullPolicy === 'build' && options.pull === undefined));
  const found = builds ? null : await find();
  const present = isUsable(found) ? found : null;
  if (present !== null && !(mayPull(plan, options) && pullsAgain(plan, options.pull, present, Date.now()))) {
    await noteUse(runtime, plan.reference, present, signal);
    return present;
  }
  if (plan.build === undefined) {
    if (!mayPull(plan, options)) throw missing(plan, `${otherPlatform(found, plan)}, and its pull policy is "${options.pull ?? plan.pullPolicy}"`);
    await pull(context, plan);
  } else {
    // A registry may have it for another platform only, which is no reason not to build it.
    const pulled = !builds && mayPull(plan, options) && (await couldPull(context, plan)) && isUsable(await find());
    if (!pulled && present !== null) return present;
    if (!pulled) {
      context.note?.('building', plan.service, plan.reference);
      await buildImage(context, plan, plan.build);
    }
  }
  const image = await find();
  context.note?.('image', plan.service, plan.reference);
  if (!isUsable(image)) throw missing(plan, otherPlatform(image, plan));
  return image;
};

/** What can be built need not be in a registry. */
const couldPull = async (context: ImagesContext, plan: ImagePlan): Promise<boolean> => {
  try {
    await pull(context, plan);
    return true;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    context.options.onProgress?.({ service: plan.service, text: `${plan.reference} cannot be pulled, so it is built` });
    return false;
  }
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
      // Whoever builds it knows how to make it; the others only know its name.
      const { image } = users.find(({ image: { build } }) => build !== undefined) ?? users.find(({ optional }) => !optional) ?? first;
      images.set(reference, await limit(() => obtain(context, image)));
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
