import type { CommandSpec, KeyValuesSpec, ServiceSpec } from '../compose/spec.ts';

/** What a single container takes over from Compose as it is: the same names, forms and meaning. */
export const COMPOSE_FIELDS = [
  'ports', 'expose', 'volumes', 'tmpfs', 'labels', 'annotations', 'healthcheck', 'restart', 'platform',
  'user', 'group_add', 'hostname', 'domainname', 'mac_address', 'extra_hosts', 'dns', 'dns_search', 'dns_opt',
  'init', 'tty', 'stdin_open', 'stop_signal', 'stop_grace_period', 'logging',
  'read_only', 'privileged', 'cap_add', 'cap_drop', 'security_opt', 'devices', 'device_cgroup_rules', 'gpus', 'runtime',
  'ipc', 'pid', 'uts', 'userns_mode', 'cgroup', 'cgroup_parent', 'sysctls', 'ulimits', 'shm_size', 'storage_opt', 'isolation',
  'mem_limit', 'mem_reservation', 'mem_swappiness', 'memswap_limit', 'cpus', 'cpu_count', 'cpu_percent', 'cpu_period',
  'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'cpuset', 'pids_limit', 'oom_kill_disable', 'oom_score_adj', 'blkio_config',
] as const;

/**
 * One container, by the names of its engine's command line where those are short, else by Compose's.
 *
 * @example
 * const cache: ContainerSpec = { image: 'redis:7-alpine', ports: [6379], mem_limit: '64m' };
 */
export interface ContainerSpec extends Pick<ServiceSpec, (typeof COMPOSE_FIELDS)[number]> {
  /** The image to run: `redis:7-alpine`. */
  readonly image: string;
  /** Default: `seaworthy-` and eight random characters. */
  readonly name?: string;
  /** What runs, in place of the image's command. Text is split into words without a shell. */
  readonly cmd?: CommandSpec;
  /** What runs `cmd`, in place of the image's entrypoint. */
  readonly entrypoint?: CommandSpec;
  /** Variables of the container, as they are: nothing is interpolated. `null` unsets one of the image's. */
  readonly env?: KeyValuesSpec;
  /** Default: the image's. */
  readonly workdir?: string;
  /**
   * A network that exists, or several; `bridge` (the default), `host`, `none`, or `container:<name>`. On a network of its
   * own making a container is found by its name.
   */
  readonly network?: string | readonly string[];
  /** The engine removes the container, with its anonymous volumes, when it ends. Default: false. */
  readonly rm?: boolean;
  /** `default`: the engine's own profile; `unconfined`: none; else the path of a profile. */
  readonly seccomp?: 'default' | 'unconfined' | (string & {});
  /** A process cannot gain privileges that it was not started with. Default: false. */
  readonly no_new_privileges?: boolean;
}

/** Fields that are not Compose's own. */
export const OWN_FIELDS = ['image', 'name', 'cmd', 'entrypoint', 'env', 'workdir', 'network', 'rm', 'seccomp', 'no_new_privileges'] as const;
