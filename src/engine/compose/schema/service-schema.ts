import { build, fileReferences } from './build-schema.ts';
import { deploy, gpus } from './deploy-schema.ts';
import { endpoints, ports } from './network-schema.ts';
import * as s from './shapes.ts';
import { blkioShape, devices, mounts } from './storage-schema.ts';

/** `services.*.post_start[]` and `pre_stop[]`. */
export const hookShape: s.Shape = {
  command: s.command,
  user: s.string,
  privileged: s.booleanOrString,
  working_dir: s.string,
  environment: s.keyValues,
};

const hook = s.object(hookShape, { required: ['command'] });
const preStartHook = s.object({ ...hookShape, image: s.string, per_replica: s.booleanOrString });

/** `services.*.healthcheck`. */
export const healthcheckShape: s.Shape = {
  disable: s.booleanOrString,
  interval: s.string,
  retries: s.numberOrString,
  test: s.either(s.string, s.strings),
  timeout: s.string,
  start_period: s.string,
  start_interval: s.string,
};

/** `services.*.depends_on.*`. */
export const dependencyShape: s.Shape = {
  restart: s.booleanOrString,
  required: s.boolean,
  condition: s.oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
};

const dependsOn = s.either(s.uniqueStrings, s.dictionary(s.object(dependencyShape, { required: ['condition'] }), s.resourceName));

const watch = s.object(
  {
    ignore: s.stringOrList,
    include: s.stringOrList,
    path: s.string,
    action: s.oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
    target: s.string,
    exec: hook,
    initial_sync: s.boolean,
  },
  { required: ['path', 'action'] },
);

const envFile = s.either(
  s.string,
  s.list(
    s.either(s.string, s.object({ path: s.string, format: s.string, required: s.booleanOrString }, { extensions: false, required: ['path'] })),
  ),
);

const loggingOptions = s.dictionary(s.either(s.string, s.number, s.nothing));

const provider = s.object(
  {
    type: s.string,
    options: s.dictionary(s.either(s.string, s.number, s.boolean, s.list(s.either(s.string, s.number, s.boolean)))),
  },
  { required: ['type'] },
);

const models = s.either(
  s.uniqueStrings,
  s.dictionary(s.either(s.nothing, s.object({ endpoint_var: s.string, model_var: s.string }))),
);

/** `services.*`: every key that a service may have. */
export const serviceShape: s.Shape = {
  annotations: s.keyValues,
  attach: s.booleanOrString,
  blkio_config: s.object(blkioShape, { extensions: false }),
  build,
  cap_add: s.uniqueStrings,
  cap_drop: s.uniqueStrings,
  cgroup: s.oneOf('host', 'private'),
  cgroup_parent: s.string,
  command: s.command,
  configs: fileReferences,
  container_name: s.matching(/[a-zA-Z0-9][a-zA-Z0-9_.-]+/, 'a name of at least two letters, digits, "_", "." or "-"'),
  cpu_count: s.either(s.integerBetween(0), s.string),
  cpu_percent: s.either(s.integerBetween(0, 100), s.string),
  cpu_period: s.numberOrString,
  cpu_quota: s.numberOrString,
  cpu_rt_period: s.numberOrString,
  cpu_rt_runtime: s.numberOrString,
  cpu_shares: s.numberOrString,
  cpus: s.numberOrString,
  cpuset: s.string,
  credential_spec: s.object({ config: s.string, file: s.string, registry: s.string }),
  depends_on: dependsOn,
  deploy,
  develop: s.either(s.nothing, s.object({ watch: s.list(watch) })),
  device_cgroup_rules: s.uniqueStrings,
  devices,
  dns: s.stringOrList,
  dns_opt: s.uniqueStrings,
  dns_search: s.stringOrList,
  domainname: s.string,
  entrypoint: s.command,
  env_file: envFile,
  environment: s.keyValues,
  expose: s.uniqueList(s.either(s.string, s.number)),
  extends: s.either(s.string, s.object({ service: s.string, file: s.string }, { extensions: false, required: ['service'] })),
  external_links: s.uniqueStrings,
  extra_hosts: s.extraHosts,
  gpus,
  group_add: s.uniqueList(s.either(s.string, s.number)),
  healthcheck: s.object(healthcheckShape),
  hostname: s.string,
  image: s.string,
  init: s.booleanOrString,
  ipc: s.string,
  isolation: s.string,
  label_file: s.either(s.string, s.strings),
  labels: s.keyValues,
  links: s.uniqueStrings,
  logging: s.object({ driver: s.string, options: loggingOptions }),
  mac_address: s.string,
  mem_limit: s.numberOrString,
  mem_reservation: s.integerOrString,
  mem_swappiness: s.integerOrString,
  memswap_limit: s.numberOrString,
  models,
  network_mode: s.string,
  networks: endpoints,
  oom_kill_disable: s.booleanOrString,
  oom_score_adj: s.either(s.integerBetween(-1000, 1000), s.string),
  pid: s.either(s.string, s.nothing),
  pids_limit: s.numberOrString,
  platform: s.string,
  ports,
  post_start: s.list(hook),
  pre_start: s.list(preStartHook),
  pre_stop: s.list(hook),
  privileged: s.booleanOrString,
  profiles: s.uniqueStrings,
  provider,
  pull_policy: s.matching(
    /always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+/,
    'always, never, missing, build, refresh, daily, weekly or every_<duration>',
  ),
  pull_refresh_after: s.string,
  read_only: s.booleanOrString,
  restart: s.string,
  runtime: s.string,
  scale: s.integerOrString,
  secrets: fileReferences,
  security_opt: s.uniqueStrings,
  shm_size: s.numberOrString,
  stdin_open: s.booleanOrString,
  stop_grace_period: s.string,
  stop_signal: s.string,
  storage_opt: s.dictionary(s.either(s.string, s.number, s.boolean, s.nothing)),
  sysctls: s.keyValues,
  tmpfs: s.stringOrList,
  tty: s.booleanOrString,
  ulimits: s.ulimits,
  use_api_socket: s.boolean,
  user: s.string,
  userns_mode: s.string,
  uts: s.string,
  volumes: mounts,
  volumes_from: s.uniqueStrings,
  working_dir: s.string,
};
