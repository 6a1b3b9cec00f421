import type { DurationSpec, Extensible, KeyValuesSpec, NumberSpec } from './value-specs.ts';

/** A request for devices such as GPUs. */
export interface DeviceRequestSpec extends Extensible {
  /** What the device must be able to do: `['gpu']`. */
  readonly capabilities?: readonly string[];
  /** How many; `all` by default. Excludes `device_ids`. */
  readonly count?: NumberSpec;
  readonly device_ids?: readonly string[];
  readonly driver?: string;
  readonly options?: KeyValuesSpec;
}

/** How replicas are replaced. Only a swarm acts on it. */
export interface UpdateSpec extends Extensible {
  readonly parallelism?: NumberSpec;
  readonly delay?: DurationSpec;
  readonly failure_action?: string;
  readonly monitor?: DurationSpec;
  readonly max_failure_ratio?: NumberSpec;
  readonly order?: 'start-first' | 'stop-first';
}

/** What a container may use at most. */
export interface LimitsSpec extends Extensible {
  /** CPUs, with a fraction: `0.5`. */
  readonly cpus?: NumberSpec;
  /** Memory with a unit, as text: `'512M'`. */
  readonly memory?: string;
  readonly pids?: NumberSpec;
}

/** What a container is guaranteed. */
export interface ReservationsSpec extends Extensible {
  /** Only a swarm acts on it. */
  readonly cpus?: NumberSpec;
  readonly memory?: string;
  readonly devices?: readonly (DeviceRequestSpec & { readonly capabilities: readonly string[] })[];
  /** Only a swarm acts on it. */
  readonly generic_resources?: readonly ({
    readonly discrete_resource_spec?: { readonly kind?: string; readonly value?: NumberSpec } & Extensible;
  } & Extensible)[];
}

/** Replicas, resources and restarts. */
export interface DeploySpec extends Extensible {
  readonly mode?: string;
  /** How many containers. Must agree with `scale`. */
  readonly replicas?: NumberSpec;
  readonly resources?: { readonly limits?: LimitsSpec; readonly reservations?: ReservationsSpec } & Extensible;
  /** In place of `restart`. */
  readonly restart_policy?: {
    readonly condition?: string;
    readonly delay?: DurationSpec;
    readonly max_attempts?: NumberSpec;
    readonly window?: DurationSpec;
  } & Extensible;
  /** Labels of the service. Only a swarm acts on it. */
  readonly labels?: KeyValuesSpec;
  readonly endpoint_mode?: string;
  readonly update_config?: UpdateSpec;
  readonly rollback_config?: UpdateSpec;
  /** Only a swarm acts on it. */
  readonly placement?: {
    readonly constraints?: readonly string[];
    readonly preferences?: readonly ({ readonly spread?: string } & Extensible)[];
    readonly max_replicas_per_node?: NumberSpec;
  } & Extensible;
}
