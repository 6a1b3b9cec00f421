import type { BooleanSpec, BytesSpec, Extensible, ExtraHostsSpec, FileReferenceSpec, KeyValuesSpec, UlimitSpec } from './value-specs.ts';

/** How an image is built. */
export interface BuildSpec extends Extensible {
  /** Directory with the sources, or the URL of a repository. Default: the project directory. */
  readonly context?: string;
  /** Path of the Dockerfile, relative to the context. Default: `Dockerfile`. */
  readonly dockerfile?: string;
  /** The text of the Dockerfile, in place of `dockerfile`. */
  readonly dockerfile_inline?: string;
  /** Build arguments; one without a value takes it from the environment. */
  readonly args?: KeyValuesSpec;
  /** The stage to build. Default: the last one. */
  readonly target?: string;
  readonly labels?: KeyValuesSpec;
  /** Network of `RUN` steps: `host`, `none`, or a network's name. */
  readonly network?: string;
  readonly no_cache?: BooleanSpec;
  /** Stages that are not taken from the cache. */
  readonly no_cache_filter?: string | readonly string[];
  /** Pull base images even where they are present. */
  readonly pull?: BooleanSpec;
  readonly extra_hosts?: ExtraHostsSpec;
  /** Further tags for the image. */
  readonly tags?: readonly string[];
  readonly cache_from?: readonly string[];
  readonly cache_to?: readonly string[];
  readonly shm_size?: BytesSpec;
  readonly secrets?: readonly FileReferenceSpec[];
  readonly ssh?: KeyValuesSpec;
  /** Named contexts: a directory, a URL, `docker-image://…` or `service:…`. */
  readonly additional_contexts?: KeyValuesSpec;
  readonly platforms?: readonly string[];
  readonly privileged?: BooleanSpec;
  readonly entitlements?: readonly string[];
  readonly ulimits?: Readonly<Record<string, UlimitSpec>>;
  readonly isolation?: string;
  readonly provenance?: BooleanSpec;
  readonly sbom?: BooleanSpec;
}
