import { ImageError } from '../../errors.ts';
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

/** Other spellings of architectures than the engine's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', armhf: 'arm' };

/** Whether an image is for the platform that was asked for, as `os/arch[/variant]` or one of the two. */
export const isForPlatform = ({ os, arch }: Pick<ImageFacts, 'os' | 'arch'>, platform: string | undefined): boolean => {
  if (platform === undefined) return true;
  const [first = '', second] = platform.toLowerCase().split('/');
  if (second === undefined) return first === os || (ARCHITECTURES[first] ?? first) === arch;
  return first === os && (ARCHITECTURES[second] ?? second) === arch;
};

/** Finds an image on the engine, or pulls it. */
export const ensureImage = async (runtime: Runtime, { reference, platform, pull = 'missing', onProgress, signal }: ImageRequest): Promise<ImageFacts> => {
  const find = (): Promise<ImageFacts | null> => runtime.images.inspect(reference, { signal });
  const present = await find();
  if (pull === 'never') {
    if (present !== null) return present;
    throw new ImageError('IMAGE_MISSING', `The image "${reference}" is not on the engine, and pull is "never".\n  Pull or build it first, or leave pull out.`);
  }
  if (present !== null && pull === 'missing' && isForPlatform(present, platform)) return present;
  await runtime.images.pull(reference, { platform, onProgress, signal });
  const pulled = await find();
  if (pulled !== null && isForPlatform(pulled, platform)) return pulled;
  const seen = pulled === null ? 'is not on the engine after it was pulled' : `is for ${pulled.os}/${pulled.arch}, not for ${platform ?? ''}`;
  throw new ImageError('IMAGE_MISSING', `The image "${reference}" ${seen}.\n  Name an image that is there for this platform, or leave platform out.`);
};
