/**
 * The resolved Compose model: what every source becomes before anything is planned. Keys, long forms and value types
 * are those that `docker compose config --format json` prints (durations as Go prints them, byte sizes as decimal
 * strings), but strings are not re-escaped and unused resources are kept.
 */

import type { FileObjectModel, NetworkModel, VolumeModel } from './resource-model.ts';

export type { FileObjectModel, NetworkModel, VolumeModel } from './resource-model.ts';

export interface Model {
  readonly name: string;
  readonly services: Readonly<Record<string, ServiceModel>>;
  readonly networks?: Readonly<Record<string, NetworkModel>>;
  readonly volumes?: Readonly<Record<string, VolumeModel>>;
  readonly configs?: Readonly<Record<string, FileObjectModel>>;
  readonly secrets?: Readonly<Record<string, FileObjectModel>>;
  readonly models?: Readonly<Record<string, LanguageModelModel>>;
  readonly [extension: `x-${string}`]: unknown;
}

export type StringMap = Readonly<Record<string, string>>;
/** A value of `null` asks for the variable to be unset, also where the image defines it. */
export type EnvironmentMap = Readonly<Record<string, string | null>>;

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface DependencyModel {
  readonly condition: DependencyCondition;
  readonly required: boolean;
  readonly restart?: boolean;
}

export interface HealthcheckModel {
  readonly test?: readonly string[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly start_period?: string;
  readonly start_interval?: string;
  readonly retries?: number;
  readonly disable?: boolean;
}

export interface PortModel {
  readonly mode?: string;
  readonly target: number;
  /** One port, a range `a-b`, or absent for an ephemeral one. */
  readonly published?: string;
  readonly host_ip?: string;
  readonly protocol: string;
  readonly name?: string;
  readonly app_protocol?: string;
}

export interface MountModel {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster';
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly consistency?: string;
  readonly bind?: { readonly propagation?: string; readonly create_host_path?: boolean; readonly recursive?: string; readonly selinux?: string };
  readonly volume?: { readonly nocopy?: boolean; readonly subpath?: string; readonly labels?: StringMap };
  readonly tmpfs?: { readonly size?: string; readonly mode?: number };
  readonly image?: { readonly subpath?: string };
}

export interface EndpointModel {
  readonly aliases?: readonly string[];
  readonly ipv4_address?: string;
  readonly ipv6_address?: string;
  readonly link_local_ips?: readonly string[];
  readonly mac_address?: string;
  readonly driver_opts?: StringMap;
  readonly priority?: number;
  readonly gw_priority?: number;
  readonly interface_name?: string;
}

export interface BuildModel {
  readonly context: string;
  readonly dockerfile?: string;
  readonly dockerfile_inline?: string;
  readonly args?: EnvironmentMap;
  readonly labels?: StringMap;
  readonly target?: string;
  readonly network?: string;
  readonly no_cache?: boolean;
  readonly pull?: boolean;
  readonly extra_hosts?: readonly string[];
  readonly tags?: readonly string[];
  readonly cache_from?: readonly string[];
  readonly shm_size?: string;
  readonly additional_contexts?: StringMap;
  readonly platforms?: readonly string[];
  readonly secrets?: readonly FileReferenceModel[];
  /** Written `id` or `id=path`. */
  readonly ssh?: readonly string[];
  readonly ulimits?: Readonly<Record<string, number | UlimitModel>>;
  /** Keys that are refused: the engine's API has no word for them. */
  readonly [key: string]: unknown;
}

export interface HookModel {
  /** `null`: none was given. */
  readonly command: readonly string[] | null;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly working_dir?: string;
  readonly environment?: EnvironmentMap;
}

/** A hook that runs in a container of its own, before the service starts. */
export interface PreStartModel extends HookModel {
  readonly image?: string;
  readonly per_replica?: boolean;
}

export interface WatchModel {
  readonly path: string;
  readonly action: string;
  readonly target?: string;
  readonly exec: HookModel;
  readonly include?: readonly string[];
  readonly ignore?: readonly string[];
  readonly initial_sync?: boolean;
}

/** A language model that services use. */
export interface LanguageModelModel {
  readonly name?: string;
  readonly model?: string;
  readonly context_size?: number;
  readonly runtime_flags?: readonly string[];
}

/** A config or secret as a service uses it. */
export interface FileReferenceModel {
  readonly source: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: string;
}

export interface UlimitModel {
  readonly single?: number;
  readonly soft?: number;
  readonly hard?: number;
}

export interface DeployModel {
  readonly mode?: string;
  readonly replicas?: number;
  readonly labels?: StringMap;
  readonly restart_policy?: { readonly condition?: string; readonly max_attempts?: number; readonly delay?: string; readonly window?: string };
  readonly resources?: {
    readonly limits?: { readonly cpus?: number; readonly memory?: string; readonly pids?: number };
    readonly reservations?: { readonly cpus?: number; readonly memory?: string; readonly devices?: readonly DeviceRequestModel[] };
  };
  readonly [key: string]: unknown;
}

export interface DeviceRequestModel {
  readonly capabilities?: readonly string[];
  readonly driver?: string;
  readonly count?: number | string;
  readonly device_ids?: readonly string[];
  readonly options?: StringMap;
}

export interface ServiceModel {
  readonly annotations?: StringMap;
  readonly attach?: boolean;
  readonly blkio_config?: Readonly<Record<string, unknown>>;
  readonly build?: BuildModel;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cgroup?: string;
  readonly cgroup_parent?: string;
  /** `null`: the image's own command. */
  readonly command: readonly string[] | null;
  readonly configs?: readonly FileReferenceModel[];
  readonly container_name?: string;
  readonly cpu_count?: number;
  readonly cpu_percent?: number;
  readonly cpu_period?: string | number;
  readonly cpu_quota?: string | number;
  readonly cpu_rt_period?: string | number;
  readonly cpu_rt_runtime?: string | number;
  readonly cpu_shares?: number;
  readonly cpus?: number;
  readonly cpuset?: string;
  readonly credential_spec?: { readonly config?: string; readonly file?: string; readonly registry?: string };
  readonly depends_on?: Readonly<Record<string, DependencyModel>>;
  readonly deploy?: DeployModel;
  readonly develop?: { readonly watch?: readonly WatchModel[] };
  readonly device_cgroup_rules?: readonly string[];
  readonly devices?: readonly { readonly source: string; readonly target?: string; readonly permissions?: string }[];
  readonly dns?: readonly string[];
  readonly dns_opt?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly domainname?: string;
  /** `null`: the image's own entrypoint. */
  readonly entrypoint: readonly string[] | null;
  /** With every `env_file` already folded in. */
  readonly environment?: EnvironmentMap;
  readonly expose?: readonly string[];
  readonly external_links?: readonly string[];
  /** `host=address` entries. */
  readonly extra_hosts?: readonly string[];
  readonly gpus?: readonly DeviceRequestModel[];
  readonly group_add?: readonly string[];
  readonly healthcheck?: HealthcheckModel;
  readonly hostname?: string;
  readonly image?: string;
  readonly init?: boolean;
  readonly ipc?: string;
  readonly isolation?: string;
  readonly labels?: StringMap;
  readonly links?: readonly string[];
  readonly logging?: { readonly driver?: string; readonly options?: StringMap };
  readonly mac_address?: string;
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly mem_swappiness?: string | number;
  readonly memswap_limit?: string;
  readonly models?: Readonly<Record<string, { readonly endpoint_var?: string; readonly model_var?: string } | null>>;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, EndpointModel | null>>;
  readonly oom_kill_disable?: boolean;
  readonly oom_score_adj?: number;
  readonly pid?: string;
  readonly pids_limit?: number;
  readonly platform?: string;
  readonly ports?: readonly PortModel[];
  readonly post_start?: readonly HookModel[];
  readonly pre_start?: readonly PreStartModel[];
  readonly pre_stop?: readonly HookModel[];
  readonly privileged?: boolean;
  readonly profiles?: readonly string[];
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly pull_policy?: string;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly runtime?: string;
  readonly scale?: number;
  readonly secrets?: readonly FileReferenceModel[];
  readonly security_opt?: readonly string[];
  readonly shm_size?: string;
  readonly stdin_open?: boolean;
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly storage_opt?: StringMap;
  readonly sysctls?: StringMap;
  readonly tmpfs?: readonly string[];
  readonly tty?: boolean;
  /** A number is both limits. */
  readonly ulimits?: Readonly<Record<string, number | UlimitModel>>;
  readonly use_api_socket?: boolean;
  readonly user?: string;
  readonly userns_mode?: string;
  readonly uts?: string;
  readonly volumes?: readonly MountModel[];
  readonly volumes_from?: readonly string[];
  readonly working_dir?: string;
  readonly [extension: `x-${string}`]: unknown;
}
