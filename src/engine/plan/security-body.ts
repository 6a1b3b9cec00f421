import type { ServiceModel } from '../compose/model.ts';
import type { HostConfigBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';
import { isQualified } from './resource-body.ts';

const UNCONFINED_PATHS = 'systempaths=unconfined';

/** Contents of seccomp profiles, as compact JSON, by what the spec calls them. */
export type SeccompProfiles = ReadonlyMap<string, string>;

/** The file that `seccomp=<file>` or `seccomp:<file>` names; nothing for the words that are no files. */
export const seccompFile = (option: string): string | undefined => {
  const [, profile] = /^seccomp[=:](.+)$/s.exec(option) ?? [];
  return profile === undefined || /^(unconfined|builtin)$|^\s*\{/.test(profile) ? undefined : profile;
};

/** The engine takes a profile's text, not its path. */
const inlined = (option: string, profiles: SeccompProfiles): string => {
  const profile = profiles.get(seccompFile(option) ?? '');
  return profile === undefined ? option : `seccomp=${profile}`;
};

/** Isolation fields, exactly as written. */
export const securityHostConfig = (service: ServiceModel, profiles: SeccompProfiles): Partial<HostConfigBody> => {
  const options = service.security_opt;
  const unconfined = options?.includes(UNCONFINED_PATHS) === true;
  return defined({
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    SecurityOpt: options?.filter((option) => option !== UNCONFINED_PATHS).map((option) => inlined(option, profiles)),
    MaskedPaths: unconfined ? [] : undefined,
    ReadonlyPaths: unconfined ? [] : undefined,
    GroupAdd: service.group_add,
    UsernsMode: service.userns_mode,
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    IpcMode: service.ipc,
    PidMode: service.pid,
    UTSMode: service.uts,
    Runtime: service.runtime,
    Devices: service.devices?.filter((device) => !isQualified(device)).map((device) => ({
      PathOnHost: device.source,
      PathInContainer: device.target ?? device.source,
      CgroupPermissions: device.permissions ?? 'rwm',
    })),
    DeviceCgroupRules: service.device_cgroup_rules,
  });
};
