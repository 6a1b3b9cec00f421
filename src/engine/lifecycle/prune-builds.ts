import { ImageError } from '../../errors.ts';
import type { ImageFacts } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BUILD_LABEL, CONTENT_REPOSITORY, contentTag } from './content-name.ts';
import { isConflict } from './is-conflict.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long an image that was named by its content is kept after its last use, in milliseconds. */
const UNUSED_BUILDS_STAY_MS: number = 7 * DAY_MS;

export interface PruneBuildsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default seven days. */
  readonly unusedForMs?: number;
  /** Only images that carry each of these labels too. */
  readonly labels?: readonly string[];
}

export interface PrunedBuilds {
  /** Names of the images that were removed. */
  readonly removed: readonly string[];
  readonly errors: readonly Error[];
}

const lastUse = (image: ImageFacts): number => Math.max(image.createdMs, image.lastTaggedMs ?? 0);

/**
 * Notes that an image which was named by its content is in use: the engine remembers when an image was named last, and
 * that is how its age is known. At most once a day.
 */
export const noteUse = async (runtime: Runtime, reference: string, image: ImageFacts, signal: AbortSignal | undefined): Promise<void> => {
  const tag = contentTag(reference);
  if (tag === undefined || Date.now() - lastUse(image) < DAY_MS) return;
  await runtime.images.tag(image.id, CONTENT_REPOSITORY, tag, { signal });
};

const removeUnused = async (runtime: Runtime, id: string, tag: string, { signal, unusedForMs = UNUSED_BUILDS_STAY_MS }: PruneBuildsOptions): Promise<boolean> => {
  const image = await runtime.images.inspect(id, { signal });
  if (image === null || Date.now() - lastUse(image) < unusedForMs) return false;
  try {
    await runtime.images.remove(tag, { signal });
    return true;
  } catch (error) {
    // In use by a container, also a stopped one, or removed by somebody else: both are fine.
    if (isConflict(error)) return false;
    if (error instanceof ImageError && error.code === 'IMAGE_MISSING') return false;
    throw error;
  }
};

/** Removes the images named by their content that no container has and that nobody has used for a while. */
export const pruneBuilds = async (runtime: Runtime, options: PruneBuildsOptions): Promise<PrunedBuilds> => {
  const images = await runtime.images.list([BUILD_LABEL, ...(options.labels ?? [])], { signal: options.signal });
  const named = images.flatMap(({ id, tags }) => tags.filter((tag) => contentTag(tag) !== undefined).map((tag) => ({ id, tag })));
  const results = await Promise.allSettled(named.map(({ id, tag }) => removeUnused(runtime, id, tag, options)));
  options.signal?.throwIfAborted();
  return {
    removed: named.flatMap(({ tag }, index) => {
      const result = results[index];
      return result?.status === 'fulfilled' && result.value ? [tag] : [];
    }),
    errors: results.flatMap((result) => (result.status === 'rejected' ? [result.reason instanceof Error ? result.reason : new Error(String(result.reason))] : [])),
  };
};
