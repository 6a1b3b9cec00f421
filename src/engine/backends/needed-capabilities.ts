import { MountSyntaxError, parseMount } from '../compose/mounts.ts';
import type { ComposeSpec, ServiceSpec } from '../compose/spec.ts';
import type { Capability } from './capabilities.ts';

/** One field of a spec that an engine has to be able to honour. */
export interface NeededCapability {
  readonly capability: Capability;
  readonly service: string;
  /** Where it is asked for: `services.db.healthcheck`. */
  readonly path: string;
}

/** A spec as a user writes it or as it is resolved: both forms of every field. */
type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);
const options = (service: Loose): readonly string[] => listOf(service['security_opt']).map(String);

interface Mount {
  readonly type: string;
  readonly relabels: boolean;
}

const shortMount = (volume: string): readonly Mount[] => {
  try {
    const { type, selinux } = parseMount(volume);
    return [{ type, relabels: selinux !== undefined }];
  } catch (error) {
    // The loader refuses it, with its place.
    if (error instanceof MountSyntaxError) return [];
    throw error;
  }
};

const longMount = (volume: Loose): Mount => {
  const bind = volume['bind'];
  return { type: String(volume['type']), relabels: isObject(bind) && isSet(bind['selinux']) };
};

const mounts = (service: Loose): readonly Mount[] => listOf(service['volumes']).flatMap((volume) => (isObject(volume) ? [longMount(volume)] : shortMount(String(volume))));
const networks = (service: Loose): readonly string[] => (isObject(service['networks']) ? Object.keys(service['networks']) : listOf(service['networks']).map(String));
const hasAliases = (service: Loose): boolean => isObject(service['networks']) && Object.values(service['networks']).some((endpoint) => isObject(endpoint) && isSet(endpoint['aliases']));
const isInternal = (spec: Loose, key: string): boolean => isObject(spec['networks']) && isObject(spec['networks'][key]) && spec['networks'][key]['internal'] === true;
const isShared = (mode: unknown): boolean => typeof mode === 'string' && /^(service|container):|^(host|shareable)$/.test(mode);

interface Rule {
  readonly capability: Capability;
  /** The field that is named. */
  readonly field: string;
  readonly applies: (service: Loose, spec: Loose) => boolean;
}

const RULES: readonly Rule[] = [
  { capability: 'privileged', field: 'privileged', applies: (service) => service['privileged'] === true },
  { capability: 'seccompProfile', field: 'security_opt', applies: (service) => options(service).some((option) => /^seccomp[:=]/.test(option)) },
  { capability: 'noNewPrivileges', field: 'security_opt', applies: (service) => options(service).some((option) => /^no-new-privileges([:=]true)?$/.test(option)) },
  { capability: 'linuxCapabilities', field: 'cap_add', applies: (service) => isSet(service['cap_add']) },
  { capability: 'linuxCapabilities', field: 'cap_drop', applies: (service) => isSet(service['cap_drop']) },
  { capability: 'readOnlyRoot', field: 'read_only', applies: (service) => service['read_only'] === true },
  { capability: 'runAsUser', field: 'user', applies: (service) => isSet(service['user']) },
  { capability: 'networkAlias', field: 'networks', applies: hasAliases },
  { capability: 'userDefinedBridge', field: 'networks', applies: (service) => service['network_mode'] === undefined },
  { capability: 'internalNetwork', field: 'networks', applies: (service, spec) => networks(service).some((key) => isInternal(spec, key)) },
  { capability: 'ipcAndPidSharing', field: 'ipc', applies: (service) => isShared(service['ipc']) },
  { capability: 'ipcAndPidSharing', field: 'pid', applies: (service) => isShared(service['pid']) },
  { capability: 'restartPolicy', field: 'restart', applies: (service) => isSet(service['restart']) && service['restart'] !== 'no' },
  { capability: 'nativeHealthcheck', field: 'healthcheck', applies: (service) => isObject(service['healthcheck']) && service['healthcheck']['disable'] !== true },
  { capability: 'namedVolumes', field: 'volumes', applies: (service) => mounts(service).some(({ type }) => type === 'volume') },
  { capability: 'bindMounts', field: 'volumes', applies: (service) => mounts(service).some(({ type }) => type === 'bind') },
  { capability: 'selinuxLabels', field: 'volumes', applies: (service) => mounts(service).some(({ relabels }) => relabels) },
  { capability: 'tmpfs', field: 'tmpfs', applies: (service) => isSet(service['tmpfs']) },
  { capability: 'tmpfs', field: 'volumes', applies: (service) => mounts(service).some(({ type }) => type === 'tmpfs') },
  { capability: 'multiArchPull', field: 'platform', applies: (service) => isSet(service['platform']) },
];

/** Which capabilities a spec asks for, and where. Nothing is read and nothing is contacted. */
export const neededCapabilities = (spec: Pick<ComposeSpec, 'services' | 'networks'> | object): readonly NeededCapability[] => {
  const loose = spec as Loose;
  const services = isObject(loose['services']) ? loose['services'] : {};
  return Object.entries(services as Readonly<Record<string, ServiceSpec | null>>).flatMap(([service, fields]) =>
    RULES.filter(({ applies }) => applies((fields ?? {}) as Loose, loose)).map(({ capability, field }) => ({ capability, service, path: `services.${service}.${field}` })),
  );
};
