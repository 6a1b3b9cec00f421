import type { Model } from './model.ts';

/** Something that was understood but will not have the effect a user may expect. Data, never printed by the engine. */
export interface Warning {
  /** Where in the model, as `services.db.cpu_count`. */
  readonly path: string;
  readonly message: string;
  readonly service?: string;
}

/** A stack source after resolution: the model and what is known about where it came from. */
export interface ResolvedSpec {
  readonly model: Model;
  /** Absolute directory that relative paths are resolved against. */
  readonly projectDirectory: string;
  /** Absolute paths of the Compose files, in merge order; empty for an object literal. */
  readonly files: readonly string[];
  /** The environment that interpolation saw: `env` over `.env`. Values of `secrets.*.environment` come from here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values of `configs.*.environment` and `secrets.*.environment` that the env files of included files have, by `configs.NAME` and `secrets.NAME`; `environment` wins. */
  readonly includedValues?: Readonly<Record<string, string>>;
  /** Profiles that are active. */
  readonly profiles: readonly string[];
  /** Services that exist in the source but whose profile is not active or that were not asked for: known, so never orphans. */
  readonly disabledServices: readonly string[];
  readonly warnings: readonly Warning[];
}
