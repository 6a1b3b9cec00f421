import type { Format, Printed } from './printed.ts';

/** How one kind of value of the model is printed. */
export type Shape = Fields | Each | Special;

/** A value with keys that Compose defines, in the order in which it prints them. */
export interface Fields {
  readonly kind: 'fields';
  readonly keys: readonly string[];
  /** Keys that YAML leaves out when there is nothing in them, where JSON has `null` or `{}`. */
  readonly quiet: ReadonlySet<string>;
  readonly below: Readonly<Record<string, Shape>>;
}

/** A mapping with keys of the user's choice, all of one shape. */
interface Each {
  readonly kind: 'each';
  readonly of: Shape;
}

/** A value that the two formats write differently. */
interface Special {
  readonly kind: 'special';
  readonly print: (value: unknown, format: Format) => Printed;
}

/** A list has the shape of its items. A key with a `?` is a quiet one. */
const fields = (keys: string, below: Readonly<Record<string, Shape>> = {}): Fields => {
  const words = keys.split(' ');
  const names = words.map((word) => word.replace('?', ''));
  return { kind: 'fields', keys: names, quiet: new Set(names.filter((_, index) => words[index]?.endsWith('?'))), below };
};

const each = (of: Shape): Shape => ({ kind: 'each', of });

const sshKey: Shape = {
  kind: 'special',
  print: (value, format) => {
    const key = String(value);
    return format === 'yaml' ? key.replace('=', ': ') : key;
  },
};

const ulimit: Shape = {
  kind: 'special',
  print: (value, format) => {
    if (typeof value === 'number') return value;
    const { soft, hard } = value as { readonly soft?: number; readonly hard?: number };
    const entries = Object.entries({ soft, hard }).flatMap(([key, limit]) => (limit === undefined && format === 'json' ? [] : [[key, limit ?? 0] as const]));
    return new Map(entries);
  },
};

/** `path` and a value, whose names begin with a capital letter in JSON. */
const blockDevice: Shape = {
  kind: 'special',
  print: (value, format) => new Map(Object.entries(value as Record<string, string | number>).map(([key, entry]) => [format === 'yaml' ? key.toLowerCase() : key, entry])),
};

/** One that is required is its path in JSON, where the format is not said. */
const envFile: Shape = {
  kind: 'special',
  print: (value, format) => {
    const { path, required, format: syntax } = value as { readonly path: string; readonly required?: boolean; readonly format?: string };
    if (format === 'json') return required === false ? new Map<string, string | boolean>([['path', path], ['required', required]]) : path;
    const entries = Object.entries({ path, required, format: syntax }).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, entry] as const]));
    return new Map(entries);
  },
};

const hook = fields('command? image user privileged working_dir environment per_replica');
const fileReference = fields('source target uid gid mode');
const deviceRequest = fields('capabilities driver count device_ids options');
const resources = fields('cpus memory pids devices generic_resources', {
  devices: deviceRequest,
  generic_resources: fields('discrete_resource_spec', { discrete_resource_spec: fields('kind value') }),
});
const updates = fields('parallelism delay failure_action monitor max_failure_ratio order');

const deploy = fields('mode replicas labels update_config rollback_config resources? restart_policy placement? endpoint_mode', {
  update_config: updates,
  rollback_config: updates,
  resources: fields('limits reservations', { limits: resources, reservations: resources }),
  restart_policy: fields('condition delay max_attempts window'),
  placement: fields('constraints preferences max_replicas_per_node', { preferences: fields('spread') }),
});

const build = fields(
  'context dockerfile dockerfile_inline entitlements args provenance sbom ssh labels cache_from cache_to no_cache no_cache_filter ' +
    'additional_contexts pull extra_hosts isolation network target secrets shm_size tags ulimits platforms privileged',
  { ssh: sshKey, secrets: fileReference, ulimits: each(ulimit) },
);

const mount = fields('type source target read_only consistency bind volume tmpfs image', {
  bind: fields('selinux propagation create_host_path recursive'),
  volume: fields('labels nocopy subpath'),
  tmpfs: fields('size mode'),
  image: fields('subpath'),
});

/** One service. */
export const serviceShape: Fields = fields(
  'profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent cpu_period ' +
    'cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command? configs container_name credential_spec depends_on deploy ' +
    'device_cgroup_rules devices dns dns_opt dns_search dockerfile domainname entrypoint? provider environment env_file expose extends ' +
    'external_links extra_hosts group_add gpus hostname healthcheck image init ipc isolation labels label_file links logging log_driver ' +
    'log_opt mem_limit mem_reservation memswap_limit mem_swappiness mac_address models net network_mode networks oom_kill_disable ' +
    'oom_score_adj pid pids_limit platform ports privileged pull_policy read_only restart runtime scale secrets security_opt shm_size ' +
    'stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volume_driver ' +
    'volumes volumes_from working_dir pre_start post_start pre_stop',
  {
    blkio_config: fields('weight weight_device device_read_bps device_read_iops device_write_bps device_write_iops', {
      weight_device: blockDevice,
      device_read_bps: blockDevice,
      device_read_iops: blockDevice,
      device_write_bps: blockDevice,
      device_write_iops: blockDevice,
    }),
    build,
    configs: fileReference,
    credential_spec: fields('config file registry'),
    depends_on: each(fields('condition restart required')),
    deploy,
    develop: fields('watch', { watch: fields('path action target exec? include ignore initial_sync', { exec: hook }) }),
    devices: fields('source target permissions'),
    env_file: envFile,
    gpus: deviceRequest,
    healthcheck: fields('test timeout interval retries start_period start_interval disable'),
    logging: fields('driver options'),
    models: each(fields('endpoint_var model_var')),
    networks: each(fields('aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority')),
    ports: fields('name mode host_ip target published protocol app_protocol'),
    post_start: hook,
    pre_start: hook,
    pre_stop: hook,
    provider: fields('type options'),
    secrets: fileReference,
    ulimits: each(ulimit),
    volumes: mount,
  },
);

const network = fields('name driver driver_opts ipam? external internal attachable labels enable_ipv4 enable_ipv6', {
  ipam: fields('driver config options', { config: fields('subnet gateway ip_range aux_addresses') }),
});

const fileObject = fields('name file environment content external labels driver driver_opts template_driver');

/** The whole model. */
export const projectShape: Fields = fields('name services networks volumes secrets configs models', {
  services: each(serviceShape),
  networks: each(network),
  volumes: each(fields('name driver driver_opts external labels')),
  secrets: each(fileObject),
  configs: each(fileObject),
  models: each(fields('name model context_size runtime_flags')),
});
