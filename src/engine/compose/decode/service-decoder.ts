import { parseBoolean } from '../cast.ts';
import { goText } from '../go-text.ts';
import { describeValue } from '../schema/kinds.ts';
import { splitShellWords, ShellWordsError } from '../shell-words.ts';
import { asString, Float, isNull, type TreeNode } from '../tree.ts';
import { blockIo } from './block-io-decoder.ts';
import * as d from './decoders.ts';
import { deployFields, deviceRequest } from './deploy-decoder.ts';

/** A command: text is split into words, an empty one clears the image's, nothing keeps it. */
const command: d.Decode = (node, path, issues) => {
  if (node.kind === 'list') return node.items.map((item) => (item.kind === 'scalar' ? goText(item.value) : ''));
  const line = asString(node);
  if (line === undefined || (node.kind === 'scalar' && node.failed === true)) return undefined;
  try {
    return splitShellWords(line);
  } catch (error) {
    if (!(error instanceof ShellWordsError)) throw error;
    issues.add({ path, place: node.place, message: error.message });
    return undefined;
  }
};

const healthTest: d.Decode = (node) => {
  const line = asString(node);
  if (line !== undefined) return ['CMD-SHELL', line];
  if (node.kind !== 'list' || node.items.length === 0) return undefined;
  return node.items.map((item) => asString(item) ?? '');
};

const healthcheck = d.object({
  test: healthTest,
  timeout: d.duration,
  interval: d.duration,
  retries: d.optionalCount,
  start_period: d.duration,
  start_interval: d.duration,
  disable: d.flag,
});

const fileMode: d.Decode = (node, path, issues) => {
  if (node.kind !== 'scalar' || node.value === null) return undefined;
  const written = asString(node);
  const mode = written === undefined ? (node.value instanceof Float ? NaN : Number(goText(node.value))) : /^[-+]?[0-7]+$/.test(written) ? Number.parseInt(written, 8) : NaN;
  if (Number.isInteger(mode)) return `0${mode.toString(8)}`;
  issues.add({ path, place: node.place, message: `expected an octal mode such as 0440, found ${describeValue(node)}` });
  return undefined;
};

const fileReference: d.Decode = d.object({ source: d.text, target: d.text, uid: d.text, gid: d.text, mode: fileMode });

const extraHosts: d.Decode = (node, path, issues) => {
  if (isNull(node)) return undefined;
  const hosts: string[] = [];
  const add = (host: string, addresses: readonly string[], at: TreeNode): void => {
    if (host === '' || /[:=]/.test(host)) issues.add({ path, place: at.place, message: `"${host}" is not a host name` });
    for (const address of addresses) hosts.push(`${host}=${/^\[.+\]$/.test(address) ? address.slice(1, -1) : address}`);
  };
  if (node.kind === 'map') {
    for (const [host, { value }] of node.entries) {
      add(host, value.kind === 'list' ? value.items.map((item) => asString(item) ?? '') : [asString(value) ?? ''], value);
    }
  }
  for (const [index, item] of (node.kind === 'list' ? node.items : []).entries()) {
    const entry = asString(item) ?? '';
    const separator = entry.includes('=') ? entry.indexOf('=') : entry.indexOf(':');
    if (separator < 0) issues.add({ path: [...path, index], place: item.place, message: `"${entry}" lacks an address; write it as "host=address"` });
    else add(entry.slice(0, separator), entry.slice(separator + 1).split(','), item);
  }
  return hosts.length === 0 ? undefined : hosts.sort();
};

/** Here a whole number may not be written with a fraction or an exponent. */
const limit: d.Decode = (node, path, issues) => {
  if (node.kind !== 'scalar' || !(node.value instanceof Float)) return d.integer(node, path, issues);
  issues.add({ path, place: node.place, message: `expected a whole number without a fraction or an exponent, found ${describeValue(node)}` });
  return undefined;
};

const ulimit: d.Decode = (node, path, issues) => {
  if (node.kind === 'map') return d.decodeFields(node, path, issues, { soft: limit, hard: limit });
  return limit(node, path, issues) ?? {};
};

/** Written `id` or `id=path`. */
const sshKeys: d.Decode = (node) =>
  node.kind === 'map'
    ? [...node.entries].map(([id, { value }]) => (value.kind === 'scalar' && value.value !== null ? `${id}=${goText(value.value)}` : id))
    : undefined;

const ulimits = d.dictionaryOf(ulimit);

const build = d.object({
  context: d.text,
  dockerfile: d.text,
  dockerfile_inline: d.text,
  entitlements: d.texts,
  args: d.environment,
  provenance: d.text,
  sbom: d.text,
  ssh: sshKeys,
  labels: d.labels,
  cache_from: d.texts,
  cache_to: d.texts,
  no_cache: d.flag,
  no_cache_filter: d.texts,
  additional_contexts: d.labels,
  pull: d.flag,
  extra_hosts: extraHosts,
  isolation: d.text,
  network: d.text,
  target: d.text,
  secrets: d.listOf(fileReference),
  shm_size: d.bytes,
  tags: d.texts,
  ulimits,
  platforms: d.texts,
  privileged: d.flag,
});

const hookFields = { command, image: d.text, user: d.text, privileged: d.flag, working_dir: d.text, environment: d.environment, per_replica: d.flag };

const hook: d.Decode = (node, path, issues) => ({ command: null, ...d.decodeFields(node, path, issues, hookFields) });

const watch: d.Decode = (node, path, issues) => ({
  exec: { command: null },
  ...d.decodeFields(node, path, issues, {
    path: d.text,
    action: d.text,
    target: d.text,
    exec: hook,
    include: d.texts,
    ignore: d.texts,
    initial_sync: d.flag,
  }),
});

const dependency: d.Decode = (node, path, issues) => ({
  required: false,
  ...d.decodeFields(node, path, issues, { condition: d.text, restart: d.flag, required: d.optionalFlag }),
});

/** Text would be ambiguous. */
const numericMode = d.unquotedCount(' such as 0700');

const mount = d.object({
  type: d.text,
  source: d.text,
  target: d.text,
  read_only: d.flag,
  consistency: d.text,
  bind: d.object({ selinux: d.text, propagation: d.text, create_host_path: d.optionalFlag, recursive: d.text }),
  volume: d.object({ labels: d.labels, nocopy: d.flag, subpath: d.text }),
  tmpfs: d.object({ size: d.bytes, mode: numericMode }),
  image: d.object({ subpath: d.text }),
});

const endpoint: d.Decode = d.object({
  aliases: d.texts,
  driver_opts: d.labels,
  gw_priority: d.integer,
  interface_name: d.text,
  ipv4_address: d.text,
  ipv6_address: d.text,
  link_local_ips: d.texts,
  mac_address: d.text,
  priority: d.integer,
});

const port = d.object({
  name: d.text,
  mode: d.text,
  host_ip: d.text,
  target: d.count,
  published: d.text,
  protocol: d.text,
  app_protocol: d.text,
});

const providerOption: d.Decode = (node) => (node.kind === 'list' ? node.items : [node]).map((item) => (item.kind === 'scalar' ? goText(item.value) : ''));

const booleanText = (value: unknown): boolean | undefined => (typeof value === 'string' ? parseBoolean(value) : value === true ? true : undefined);

const useApiSocket: d.Decode = (node) => (node.kind === 'scalar' ? booleanText(node.value) : undefined);

/** How each key of a service becomes part of the model. `extends`, `env_file` and `label_file` are gone by then. */
export const serviceFields: Readonly<Record<string, d.Decode>> = {
  annotations: d.labels,
  attach: d.optionalFlag,
  blkio_config: blockIo,
  build,
  cap_add: d.texts,
  cap_drop: d.texts,
  cgroup: d.text,
  cgroup_parent: d.text,
  command,
  configs: d.listOf(fileReference),
  container_name: d.text,
  cpu_count: d.integer,
  cpu_percent: d.float,
  cpu_period: d.integer,
  cpu_quota: d.integer,
  cpu_rt_period: d.integer,
  cpu_rt_runtime: d.integer,
  cpu_shares: d.integer,
  cpus: d.float,
  cpuset: d.text,
  credential_spec: d.object({ config: d.text, file: d.text, registry: d.text }),
  depends_on: d.dictionaryOf(dependency),
  deploy: d.object(deployFields),
  develop: d.object({ watch: d.listOf(watch) }),
  device_cgroup_rules: d.texts,
  devices: d.listOf(d.object({ source: d.text, target: d.text, permissions: d.text })),
  dns: d.texts,
  dns_opt: d.texts,
  dns_search: d.texts,
  domainname: d.text,
  entrypoint: command,
  environment: d.environment,
  expose: d.texts,
  external_links: d.texts,
  extra_hosts: extraHosts,
  gpus: d.listOf(deviceRequest),
  group_add: d.texts,
  healthcheck,
  hostname: d.text,
  image: d.text,
  init: d.optionalFlag,
  ipc: d.text,
  isolation: d.text,
  labels: d.labels,
  links: d.texts,
  logging: d.object({ driver: d.text, options: d.labels }),
  mac_address: d.text,
  mem_limit: d.bytes,
  mem_reservation: d.bytes,
  mem_swappiness: d.bytes,
  memswap_limit: d.bytes,
  models: d.dictionaryOf(d.object({ endpoint_var: d.text, model_var: d.text }), null),
  network_mode: d.text,
  networks: d.dictionaryOf(endpoint, null),
  oom_kill_disable: d.flag,
  oom_score_adj: d.integer,
  pid: d.text,
  pids_limit: d.integer,
  platform: d.text,
  ports: d.listOf(port),
  post_start: d.listOf(hook),
  pre_start: d.listOf(hook),
  pre_stop: d.listOf(hook),
  privileged: d.flag,
  profiles: d.texts,
  provider: d.object({ type: d.text, options: d.dictionaryOf(providerOption) }),
  pull_policy: d.text,
  read_only: d.flag,
  restart: d.text,
  runtime: d.text,
  scale: d.optionalInteger,
  secrets: d.listOf(fileReference),
  security_opt: d.texts,
  shm_size: d.bytes,
  stdin_open: d.flag,
  stop_grace_period: d.duration,
  stop_signal: d.text,
  storage_opt: d.dictionaryOf(d.optionText),
  sysctls: d.labels,
  tmpfs: d.texts,
  tty: d.flag,
  ulimits,
  use_api_socket: useApiSocket,
  user: d.text,
  userns_mode: d.text,
  uts: d.text,
  volumes: d.listOf(mount),
  volumes_from: d.texts,
  working_dir: d.text,
};
