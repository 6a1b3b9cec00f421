import type { NetworkSpec } from './spec/network-spec.ts';
import type { ServiceSpec } from './spec/service-spec.ts';
import type { ConfigSpec, SecretSpec, VolumeSpec } from './spec/storage-spec.ts';
import type { Extensible } from './spec/value-specs.ts';

export type * from './spec/build-spec.ts';
export type * from './spec/deploy-spec.ts';
export type * from './spec/network-spec.ts';
export type * from './spec/seaworthy-spec.ts';
export type * from './spec/service-spec.ts';
export type * from './spec/storage-spec.ts';
export type * from './spec/value-specs.ts';

/** Other Compose files that become part of the stack. */
export type IncludeSpec =
  | string
  | { readonly path?: string | readonly string[]; readonly project_directory?: string; readonly env_file?: string | readonly string[] };

/** A language model that services use. Accepted, and without effect here. */
export interface LanguageModelSpec extends Extensible {
  readonly name?: string;
  readonly model: string;
  readonly context_size?: number;
  readonly runtime_flags?: readonly string[];
}

/**
 * A stack as an object, with the field names of a Compose file.
 *
 * @example
 * const shop: ComposeSpec = {
 *   services: {
 *     cache: { image: 'redis:7-alpine', ports: [6379], healthcheck: { test: ['CMD', 'redis-cli', 'ping'] } },
 *   },
 * };
 */
export interface ComposeSpec extends Extensible {
  /** The project's name. Default: that of the project directory. */
  readonly name?: string;
  /** Accepted and ignored. */
  readonly version?: string;
  readonly include?: readonly IncludeSpec[];
  readonly services?: Readonly<Record<string, ServiceSpec>>;
  readonly networks?: Readonly<Record<string, NetworkSpec | null>>;
  readonly volumes?: Readonly<Record<string, VolumeSpec | null>>;
  readonly configs?: Readonly<Record<string, ConfigSpec>>;
  readonly secrets?: Readonly<Record<string, SecretSpec>>;
  readonly models?: Readonly<Record<string, LanguageModelSpec>>;
}
