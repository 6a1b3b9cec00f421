import type { ServiceModel } from '../compose/model.ts';
import type { HostConfigBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';

const UNCONFINED_PATHS = 'systempaths=unconfined';

/** Isolation fields, exactly as written. */
export const securityHostConfig = (service: ServiceModel): Partial<HostConfigBody> => {
  const options = service.security_opt;
  const unconfined = options?.includes(UNCONFINED_PATHS) === true;
  return defined({
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    SecurityOpt: options?.filter((option) => option !== UNCONFINED_PATHS),
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
    Isolation: service.isolation,
    Devices: service.devices?.map((device) => ({
      PathOnHost: device.source,
      PathInContainer: device.target ?? device.source,
      CgroupPermissions: device.permissions ?? 'rwm',
    })),
    DeviceCgroupRules: service.device_cgroup_rules,
  });
};
