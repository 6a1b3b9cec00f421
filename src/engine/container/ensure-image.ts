import { ImageError } from '../../errors.ts';
import { isForPlatform } from '../plan/platform.ts';
import type { ImageFacts, PullProgress } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';

export interface ImageRequest {
  readonly reference: string;
  readonly platform?: string | undefined;
  /** `missing` (the default) pulls what is not on the engine. */
  readonly pull?: 'always' | 'missing' | 'never' | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds an image on the engine, or pulls it. */
export const ensureImage = async (runtime: Runtime, { reference, platform, pull = 'missing', onProgress, signal }: ImageRequest): Promise<ImageFacts> => {
  const find = (): Promise<ImageFacts | null> => runtime.images.inspect(reference, { signal });
  const present = await find();
  if (pull === 'never') {
    if (present !== null && isForPlatform(present, platform)) return present;
    const seen = present === null ? 'is not on the engine' : `on the engine is for ${present.os}/${present.arch}, not for ${platform ?? ''}`;
    throw new ImageError('IMAGE_MISSING', `The image "${reference}" ${seen}, and pull is "never".\n  Pull or build it first, or leave pull out.`);
  }
  if (present !== null && pull === 'missing' && isForPlatform(present, platform)) return present;
  await runtime.images.pull(reference, { platform, onProgress, signal });
  const pulled = await find();
  if (pulled !== null && isForPlatform(pulled, platform)) return pulled;
  const seen = pulled === null ? 'is not on the engine after it was pulled' : `is for ${pulled.os}/${pulled.arch}, not for ${platform ?? ''}`;
  throw new ImageError('IMAGE_MISSING', `The image "${reference}" ${seen}.\n  Name an image that is there for this platform, or leave platform out.`);
};
