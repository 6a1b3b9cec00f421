import { ImageError } from '../../errors.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { isForPlatform } from '../plan/platform.ts';
import type { ImageFacts, ImageSummary, PullProgress } from '../runtime/images.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** Options of `pullImage`. */
export interface PullOptions extends CallOptions {
  /** `os/arch[/variant]`; default: the engine's own. */
  readonly platform?: string;
  /** Told of each step of each layer. */
  readonly onProgress?: (progress: PullProgress) => void;
}

const missing = (reference: string): ImageError => new ImageError('IMAGE_MISSING', `The image "${reference}" is not on the engine.\n  Pull or build it first, or correct its name.`);

/** An image that must be there. */
export const requireImage = async (runtime: Runtime, reference: string, signal: AbortSignal | undefined): Promise<ImageFacts> => {
  const image = await runtime.images.inspect(reference, { signal });
  if (image === null) throw missing(reference);
  return image;
};

export const pullImage = (reference: string, options: PullOptions = {}): Promise<ImageFacts> =>
  withRuntime(options, async (runtime) => {
    const { platform, signal } = options;
    await runtime.images.pull(reference, { platform, signal, onProgress: options.onProgress });
    const image = await requireImage(runtime, reference, signal);
    if (isForPlatform(image, platform)) return image;
    throw new ImageError('IMAGE_MISSING', `The image "${reference}" is for ${image.os}/${image.arch}; its registry has none for ${platform ?? ''}.\n  Name an image that is there for this platform, or leave platform out.`);
  });

export const listImages = (options: CallOptions & { readonly labels?: readonly string[] } = {}): Promise<readonly ImageSummary[]> =>
  withRuntime(options, (runtime) => runtime.images.list(options.labels ?? [], { signal: options.signal }));

export const inspectImage = (reference: string, options: CallOptions = {}): Promise<ImageFacts> => withRuntime(options, (runtime) => requireImage(runtime, reference, options.signal));

export const imageExists = (reference: string, options: CallOptions = {}): Promise<boolean> =>
  withRuntime(options, async (runtime) => (await runtime.images.inspect(reference, { signal: options.signal })) !== null);

export const removeImage = (reference: string, options: CallOptions & { readonly force?: boolean } = {}): Promise<void> =>
  withRuntime(options, (runtime) => runtime.images.remove(reference, { force: options.force, signal: options.signal }));
