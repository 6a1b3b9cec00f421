/**
 * Which field of a service an engine's refusal is about. Engines say what is wrong in words of their own, and without
 * the name that the field has in a Compose file; those words are told apart here, and nowhere else.
 */
import type { Model, NetworkModel, ServiceModel, VolumeModel } from '../compose/model.ts';
import { planFileObjects } from './file-object.ts';

/** The service, and what its references lead to. */
export interface Suspect {
  readonly model: Model;
  readonly service: string;
  /** Absolute directory that paths are relative to. */
  readonly directory: string;
}

type Find = (service: ServiceModel, match: RegExpExecArray, suspect: Suspect) => string | undefined;

const indexed = (key: string, index: number | undefined): string | undefined => (index === undefined || index === -1 ? undefined : `${key}[${String(index)}]`);

const capability = (key: 'cap_add' | 'cap_drop'): Find => (service, match) => {
  const bare = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');
  return indexed(key, service[key]?.findIndex((name) => bare(name) === bare(match[1] ?? ''))) ?? key;
};

/** A mount of the service, or a config or secret that is mounted. */
const mountedFrom: Find = (service, match, { model, directory }) => {
  const path = match[1] ?? '';
  const volume = indexed('volumes', service.volumes?.findIndex(({ source }) => source === path));
  if (volume !== undefined) return `${volume}.source`;
  for (const kind of ['configs', 'secrets'] as const) {
    const at = (service[kind] ?? []).findIndex((reference) => planFileObjects(model, { ...service, configs: [], secrets: [], [kind]: [reference] }, { environment: {}, includedValues: {} }, directory).mounts.some(({ source }) => source === path));
    if (at !== -1) return `${kind}[${String(at)}]`;
  }
  return undefined;
};

const mountOfType: Find = (service, match) => indexed('volumes', service.volumes?.findIndex(({ type }) => type === match[1]));

const device: Find = (service, match) => indexed('devices', service.devices?.findIndex(({ source }) => source === match[1])) ?? 'devices';

const deviceRequest: Find = (service) => (service.gpus !== undefined ? 'gpus' : 'deploy.resources.reservations.devices');

const sysctl: Find = (_service, match) => `sysctls.${match[1] ?? ''}`;

/** `net/core/somaxconn` of an open file. */
const sysctlFile: Find = (_service, match) => `sysctls.${(match[1] ?? '').replaceAll('/', '.')}`;

const endpointField = (key: 'ipv4_address' | 'ipv6_address' | 'mac_address', address: string): Find => (service) => {
  const network = Object.entries(service.networks ?? {}).find(([, endpoint]) => endpoint?.[key] === address)?.[0];
  return network === undefined ? undefined : `networks.${network}.${key}`;
};

const address: Find = (service, match, suspect) =>
  (['ipv4_address', 'ipv6_address', 'mac_address'] as const).map((key) => endpointField(key, match[1] ?? '')(service, match, suspect)).find((path) => path !== undefined) ??
  (service.mac_address === match[1] ? 'mac_address' : undefined);

/** Where there is an older key and one of `deploy`, the one that is set. */
const limit = (older: keyof ServiceModel, newer: string): Find => (service) => (service[older] === undefined ? `deploy.resources.limits.${newer}` : older);

const is = (path: string): Find => () => path;

const WORDS: readonly (readonly [words: RegExp, find: Find])[] = [
  [/executable file not found|exec: "/i, (service) => (['entrypoint', 'command'] as const).find((key) => service[key] !== null)],
  [/unknown runtime specified|invalid runtime name/i, is('runtime')],
  [/logging plugin|no log driver named/i, is('logging.driver')],
  [/(?:unknown log opt|invalid log option) '?"?([\w-]+)/i, (_service, match) => `logging.options.${match[1] ?? ''}`],
  [/invalid CapAdd: unknown capability: "?(\w+)/i, capability('cap_add')],
  [/invalid CapDrop: unknown capability: "?(\w+)/i, capability('cap_drop')],
  [/sysctl "?([\w./-]+?)"? is not/i, sysctl],
  [/open \/?proc\/sys\/(\S+?):/i, sysctlFile],
  [/bind source path does not exist: (.+?)"?$/i, mountedFrom],
  [/invalid propagation mode/i, (service) => indexed('volumes', service.volumes?.findIndex(({ bind }) => bind?.propagation !== undefined))],
  [/invalid mount config for type "(\w+)"/i, mountOfType],
  [/adding custom device "([^"]+)"/i, device],
  [/device driver "" with capabilities|could not select device driver|CDI device/i, deviceRequest],
  [/CPUs are not available|invalid value .* for cpuset/i, is('cpuset')],
  [/Minimum memory limit/i, limit('mem_limit', 'memory')],
  [/memory reservation/i, limit('mem_reservation', 'memory')],
  [/Memoryswap|memory ?swap limit/i, is('memswap_limit')],
  [/memory swappiness/i, is('mem_swappiness')],
  [/Range of CPUs is/i, limit('cpus', 'cpus')],
  [/cpu\.rt_runtime|cpu\.rt_period|realtime/i, is('cpu_rt_runtime')],
  [/Decoding seccomp profile|security-opt|apparmor/i, is('security_opt')],
  [/storage-opt/i, is('storage_opt')],
  [/IPC mode/i, is('ipc')],
  [/PID mode/i, is('pid')],
  [/cgroup namespace mode/i, is('cgroup')],
  [/userns|user namespace/i, is('userns_mode')],
  [/unable to find user|no users found/i, is('user')],
  [/unable to find group/i, is('group_add')],
  [/working directory/i, is('working_dir')],
  [/rlimit/i, is('ulimits')],
  [/oom score adj/i, is('oom_score_adj')],
  [/SHM size/i, is('shm_size')],
  [/add-host/i, is('extra_hosts')],
  [/invalid restart policy|maximum retry count/i, is('restart')],
  [/invalid signal/i, is('stop_signal')],
  [/tmpfs option/i, is('tmpfs')],
  [/device cgroup rule/i, is('device_cgroup_rules')],
  [/invalid address:? (\S+?):? it does not belong/i, address],
  [/no configured subnet contains IP address (\S+?)"?$/i, address],
  [/invalid IPv[46] address: (\S+?)"?$/i, address],
  [/address (\S+): invalid MAC/i, address],
  [/invalid hostname/i, is('hostname')],
];

/** The path of the field that the engine's words are about, as `services.web.cap_add[0]`; nothing where they do not tell. */
export const fieldAtFault = (words: string, suspect: Suspect): string | undefined => {
  const service = suspect.model.services[suspect.service];
  if (service === undefined) return undefined;
  for (const [pattern, where] of WORDS) {
    const match = pattern.exec(words);
    const path = match === null ? undefined : where(service, match, suspect);
    if (path !== undefined) return `services.${suspect.service}.${path}`;
  }
  return undefined;
};

/** The field of a network or a volume that the engine's words are about. */
export const resourceFieldAtFault = (words: string, kind: 'networks' | 'volumes', key: string, resource: NetworkModel | VolumeModel): string => {
  const at = `${kind}.${key}`;
  if (/overlap|subnet|gateway|CIDR|address pool|out of range/i.test(words) && 'ipam' in resource) return `${at}.ipam.config`;
  if (/IPv6/i.test(words) && 'enable_ipv6' in resource) return `${at}.enable_ipv6`;
  if (/plugin|driver .* not found/i.test(words)) return resource.driver === undefined && 'ipam' in resource ? `${at}.ipam.driver` : `${at}.driver`;
  return resource.driver_opts === undefined ? at : `${at}.driver_opts`;
};
