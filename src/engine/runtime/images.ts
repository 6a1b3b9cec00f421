import type { Cancellable } from './cancellable.ts';
import type { HealthcheckFacts } from './containers.ts';

export interface ImageFacts {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly os: string;
  readonly arch: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck?: HealthcheckFacts;
  readonly createdMs: number;
  /** When this engine last gave the image a name, by a pull, a build or a tag; absent where it does not say. */
  readonly lastTaggedMs?: number;
}

export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly createdMs: number;
  readonly sizeBytes: number;
}

export interface PullProgress {
  readonly status: string;
  readonly layer?: string;
  readonly current?: number;
  readonly total?: number;
}

export interface BuildRequest {
  /** The build context as a tar stream. */
  readonly context: NodeJS.ReadableStream;
  readonly dockerfile: string;
  /** The Dockerfile is no file of the context, so no instruction should see it. */
  readonly hidesDockerfile?: boolean | undefined;
  /** For errors: what is built; default its first tag. */
  readonly what?: string | undefined;
  /** For errors: the Dockerfile as a user knows it; default `dockerfile`. */
  readonly shownDockerfile?: string | undefined;
  /** The Dockerfile has something that only BuildKit understands. */
  readonly needsBuildKit?: boolean | undefined;
  /** Contents of the secrets that the Dockerfile may mount, by id. */
  readonly secrets?: ReadonlyMap<string, Buffer> | undefined;
  readonly tags: readonly string[];
  readonly args?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly target?: string | undefined;
  readonly network?: string | undefined;
  readonly noCache?: boolean | undefined;
  readonly pull?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly extraHosts?: readonly string[] | undefined;
  readonly cacheFrom?: readonly string[] | undefined;
  readonly shmSizeBytes?: number | undefined;
  readonly ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[] | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface Images {
  /** By name, name with digest, or id. */
  inspect(reference: string, options?: Cancellable): Promise<ImageFacts | null>;
  list(labels: readonly string[], options?: Cancellable): Promise<readonly ImageSummary[]>;
  /** A reference without tag or digest gets `:latest`. Rejects with IMAGE_PULL when the registry refuses or does not answer. */
  pull(reference: string, options?: Cancellable & { readonly platform?: string | undefined; readonly onProgress?: ((progress: PullProgress) => void) | undefined }): Promise<void>;
  /** Builds with BuildKit where the engine prefers it or the build needs it, else with the classic builder; resolves with the image id, rejects with IMAGE_BUILD carrying the failing step and its output. */
  build(request: BuildRequest, options?: Cancellable): Promise<string>;
  tag(reference: string, repository: string, tag: string, options?: Cancellable): Promise<void>;
  remove(reference: string, options?: Cancellable & { readonly force?: boolean | undefined }): Promise<void>;
}
