import { randomBytes } from 'node:crypto';
import { SpecError } from '../../errors.ts';
import type { BuildModel } from '../compose/model.ts';
import { resolveSpec } from '../compose/resolve.ts';
import type { BuildSpec, ComposeSpec } from '../compose/spec.ts';
import { buildFromModel } from '../lifecycle/build-image.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import type { ImageFacts } from '../runtime/images.ts';
import { literal, NO_ENVIRONMENT } from './container-service.ts';
import { requireImage } from './image-verbs.ts';
import { specError, translateSpecError } from './spec-problems.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** Options of `buildImage`. */
export interface BuildOptions extends CallOptions {
  /** `os/arch[/variant]`; default: the engine's own. */
  readonly platform?: string;
  /** What the build prints, as it comes. */
  readonly onOutput?: (text: string) => void;
}

const SERVICE = 'image';
const SUBJECT = "the image's build";

const checkIsObject = (spec: unknown): void => {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) throw specError(SUBJECT, [{ path: '', message: 'expected an object with a "context" or a "dockerfile_inline"' }]);
};

const resolveBuild = async (spec: BuildSpec, signal: AbortSignal | undefined): Promise<BuildModel> => {
  // The loader has a name for every service's image; a build needs none to be read.
  const stack = { services: { [SERVICE]: { image: 'built', build: literal(spec) } } } as ComposeSpec;
  try {
    const { model } = await resolveSpec(stack, { env: NO_ENVIRONMENT, projectName: SERVICE, ...(signal === undefined ? {} : { signal }) });
    const build = model.services[SERVICE]?.build;
    if (build === undefined) throw new Error('a build is read as that of a stack with exactly one service');
    return build;
  } catch (error) {
    throw error instanceof SpecError ? translateSpecError(error, SUBJECT, `${SERVICE}.build`) : error;
  }
};

export const buildImage = (spec: BuildSpec, options: BuildOptions = {}): Promise<ImageFacts> =>
  withRuntime(options, async (runtime) => {
    const { signal, platform, onOutput } = options;
    checkIsObject(spec);
    const build = await resolveBuild(spec, signal);
    const tags = build.tags ?? [`seaworthy-built:${randomBytes(6).toString('hex')}`];
    const subject = { what: `"${tags[0] ?? ''}"`, path: '' };
    const id = await buildFromModel(runtime, { subject, build, tags, labels: {}, platform, onOutput: (text) => onOutput?.(text) }, { signal });
    return await requireImage(runtime, id, signal);
  });
