import type { SeaworthySpec } from './seaworthy-spec.ts';
import type { BuildSpec } from './build-spec.ts';
import type { DeploySpec, DeviceRequestSpec } from './deploy-spec.ts';
import type { EndpointSpec, PortSpec } from './network-spec.ts';
import type { BlkioSpec, DeviceSpec, MountSpec } from './storage-spec.ts';
import type {
  BooleanSpec,
  BytesSpec,
  CommandSpec,
  DurationSpec,
  Extensible,
  ExtraHostsSpec,
  FileReferenceSpec,
  KeyValuesSpec,
  NumberSpec,
  UlimitSpec,
} from './value-specs.ts';

/** What a service waits for before it starts. */
export interface DependencySpec extends Extensible {
  /** Started, healthy by its healthcheck, or ended with exit code 0. */
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  /** Restart this service when the other one is restarted. Default: false. */
  readonly restart?: BooleanSpec;
  /** False turns a failed dependency into a warning. Default: true. */
  readonly required?: boolean;
}

/** How it is found out whether a service is ready. What is left out comes from the image. */
export interface HealthcheckSpec extends Extensible {
  /** Text for a shell, or a list that begins with `CMD`, `CMD-SHELL` or `NONE`. */
  readonly test?: string | readonly string[];
  /** Time between two checks. Default: 30s. */
  readonly interval?: DurationSpec;
  /** Time after which one check counts as failed. Default: 30s. */
  readonly timeout?: DurationSpec;
  /** Failures in a row that make the service unhealthy. Default: 3. */
  readonly retries?: NumberSpec;
  /** Time after the start in which failures do not count. Default: 0s. */
  readonly start_period?: DurationSpec;
  /** Time between two checks during `start_period`. Default: 5s. */
  readonly start_interval?: DurationSpec;
  /** True turns off the image's own healthcheck. */
  readonly disable?: BooleanSpec;
}

/** A command that runs in a container after it started or before it stops. */
export interface HookSpec extends Extensible {
  readonly command: CommandSpec;
  readonly user?: string;
  readonly privileged?: BooleanSpec;
  readonly working_dir?: string;
  readonly environment?: KeyValuesSpec;
}

/** A command that runs in a container of its own before the service starts. */
export interface PreStartSpec extends Extensible {
  readonly command?: CommandSpec;
  /** Default: the service's image. */
  readonly image?: string;
  readonly user?: string;
  readonly privileged?: BooleanSpec;
  readonly working_dir?: string;
  readonly environment?: KeyValuesSpec;
  readonly per_replica?: BooleanSpec;
}

/** An env file: its path, or with `required: false` and a `format`. */
export type EnvFileSpec = string | { readonly path: string; readonly required?: BooleanSpec; readonly format?: string };

/** Files that are watched during development. Accepted, and without effect here. */
export interface WatchSpec extends Extensible {
  readonly path: string;
  readonly action: 'rebuild' | 'sync' | 'restart' | 'sync+restart' | 'sync+exec';
  readonly target?: string;
  readonly ignore?: string | readonly string[];
  readonly include?: string | readonly string[];
  readonly exec?: HookSpec;
  readonly initial_sync?: boolean;
}

/** Text that is one of the known words, or another one. */
type Word<Known extends string> = Known | (string & {});

/** One service of a stack. */
export interface ServiceSpec extends Extensible {
  /** What Seaworthy is told beside the Compose model; every other program ignores it. */
  readonly 'x-seaworthy'?: SeaworthySpec;
  /** The image to run: `redis:7-alpine`. With `build`, also the tag of what is built. */
  readonly image?: string;
  /** How the image is built: a directory, or the long form. */
  readonly build?: string | BuildSpec;
  /** When the image is pulled. Default: `missing`. */
  readonly pull_policy?: Word<'always' | 'never' | 'missing' | 'if_not_present' | 'build' | 'daily' | 'weekly'>;
  readonly pull_refresh_after?: string;
  /** `os[/arch[/variant]]`: `linux/amd64`. */
  readonly platform?: string;
  /** A fixed name for the container. Without `isolate: false` it is made the project's own. */
  readonly container_name?: string;
  /** How many containers. Default: 1. */
  readonly scale?: NumberSpec;
  /** The service runs only where one of these is active. */
  readonly profiles?: readonly string[];
  /** Take over what another service says. */
  readonly extends?: string | { readonly service: string; readonly file?: string };

  /** What runs, in place of the image's command. */
  readonly command?: CommandSpec;
  /** What runs `command`, in place of the image's entrypoint. */
  readonly entrypoint?: CommandSpec;
  readonly working_dir?: string;
  /** `user` or `user:group`, by name or number, as text. */
  readonly user?: string;
  readonly group_add?: readonly (string | number)[];
  /** Variables of the container; one without a value takes it from the environment, or is unset. */
  readonly environment?: KeyValuesSpec;
  /** Files with variables; `environment` wins over them. */
  readonly env_file?: string | readonly EnvFileSpec[];
  /** Run an init as process 1. */
  readonly init?: BooleanSpec;
  readonly tty?: BooleanSpec;
  readonly stdin_open?: BooleanSpec;
  /** Default: `SIGTERM`. */
  readonly stop_signal?: string;
  /** Time between the stop signal and the kill. Default: 10s. */
  readonly stop_grace_period?: DurationSpec;
  /** Default: `no`. */
  readonly restart?: Word<'no' | 'always' | 'unless-stopped' | 'on-failure' | `on-failure:${number}`>;
  readonly pre_start?: readonly PreStartSpec[];
  readonly post_start?: readonly HookSpec[];
  readonly pre_stop?: readonly HookSpec[];

  /** Services that must be started, healthy or done before this one starts. */
  readonly depends_on?: readonly string[] | Readonly<Record<string, DependencySpec>>;
  /** How it is found out whether the service is ready. */
  readonly healthcheck?: HealthcheckSpec;

  /** Ports that are published on the host. */
  readonly ports?: readonly PortSpec[];
  /** Ports that are open to other services only. */
  readonly expose?: readonly (string | number)[];
  /** Networks that the service is on. Default: `default`. */
  readonly networks?: readonly string[] | Readonly<Record<string, EndpointSpec | null>>;
  /** `host`, `none`, `service:<name>` or `container:<name>`, in place of `networks`. */
  readonly network_mode?: Word<'host' | 'none' | 'bridge'>;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly mac_address?: string;
  readonly extra_hosts?: ExtraHostsSpec;
  readonly dns?: string | readonly string[];
  readonly dns_opt?: readonly string[];
  readonly dns_search?: string | readonly string[];
  readonly links?: readonly string[];
  readonly external_links?: readonly string[];

  /** Volumes, directories and files that are mounted. */
  readonly volumes?: readonly MountSpec[];
  readonly volumes_from?: readonly string[];
  /** Paths in memory: `'/run'`, `'/tmp:size=64m'`. */
  readonly tmpfs?: string | readonly string[];
  readonly shm_size?: BytesSpec;
  readonly storage_opt?: Readonly<Record<string, string | number | boolean | null>>;
  readonly configs?: readonly FileReferenceSpec[];
  readonly secrets?: readonly FileReferenceSpec[];

  readonly labels?: KeyValuesSpec;
  readonly label_file?: string | readonly string[];
  readonly annotations?: KeyValuesSpec;
  readonly logging?: { readonly driver?: string; readonly options?: Readonly<Record<string, string | number | null>> } & Extensible;
  readonly attach?: BooleanSpec;

  /** Replicas, resources and restarts. */
  readonly deploy?: DeploySpec | null;
  readonly mem_limit?: BytesSpec;
  readonly mem_reservation?: BytesSpec;
  readonly mem_swappiness?: NumberSpec;
  readonly memswap_limit?: BytesSpec;
  /** CPUs, with a fraction: `0.5`. */
  readonly cpus?: NumberSpec;
  readonly cpu_count?: NumberSpec;
  readonly cpu_percent?: NumberSpec;
  readonly cpu_period?: NumberSpec;
  readonly cpu_quota?: NumberSpec;
  readonly cpu_rt_period?: NumberSpec;
  readonly cpu_rt_runtime?: NumberSpec;
  readonly cpu_shares?: NumberSpec;
  readonly cpuset?: string;
  readonly pids_limit?: NumberSpec;
  readonly oom_kill_disable?: BooleanSpec;
  readonly oom_score_adj?: NumberSpec;
  readonly ulimits?: Readonly<Record<string, UlimitSpec>>;
  readonly sysctls?: KeyValuesSpec;
  readonly blkio_config?: BlkioSpec;
  readonly devices?: readonly DeviceSpec[];
  readonly device_cgroup_rules?: readonly string[];
  readonly gpus?: 'all' | readonly DeviceRequestSpec[];

  readonly read_only?: BooleanSpec;
  readonly privileged?: BooleanSpec;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly cgroup?: 'host' | 'private';
  readonly cgroup_parent?: string;
  readonly ipc?: string;
  readonly pid?: string | null;
  readonly uts?: string;
  readonly userns_mode?: string;
  readonly runtime?: string;
  readonly isolation?: string;
  readonly credential_spec?: { readonly config?: string; readonly file?: string; readonly registry?: string } & Extensible;
  readonly use_api_socket?: boolean;

  readonly develop?: ({ readonly watch?: readonly WatchSpec[] } & Extensible) | null;
  readonly models?: readonly string[] | Readonly<Record<string, ({ readonly endpoint_var?: string; readonly model_var?: string } & Extensible) | null>>;
  readonly provider?: {
    readonly type: string;
    readonly options?: Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;
  } & Extensible;
}
