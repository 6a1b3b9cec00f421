import type { Model, MountModel, ServiceModel } from '../compose/model.ts';
import { parseBytes } from '../compose/units.ts';
import type { HostConfigBody, MountBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';
import { resourceName } from './names.ts';

const volumeName = (model: Model, key: string): string => model.volumes?.[key]?.name ?? resourceName(model.name, key);

/**
 * The engine creates a missing host directory only for the string form; the object form refuses it. Compose asks for
 * it where a `bind` section does not say otherwise, and the short syntax stands for one.
 */
const asBind = (mount: MountModel): string | undefined => {
  const options = mount.bind;
  if (mount.type !== 'bind' || options === undefined || options.create_host_path === false) return undefined;
  if (options.propagation !== undefined || options.recursive !== undefined) return undefined;
  const flags = [mount.read_only === true ? 'ro' : 'rw', ...(options.selinux === undefined ? [] : [options.selinux])];
  return `${mount.source ?? ''}:${mount.target}:${flags.join(',')}`;
};

const mountBody = (model: Model, mount: MountModel): MountBody => {
  const named = mount.type === 'volume' && mount.source !== undefined && mount.source !== '';
  const source = named ? volumeName(model, mount.source) : mount.source;
  const volume = defined({ NoCopy: mount.volume?.nocopy, Subpath: mount.volume?.subpath, Labels: mount.volume?.labels });
  const bind = defined({
    Propagation: mount.bind?.propagation,
    NonRecursive: mount.bind?.recursive === 'disabled' ? true : undefined,
    ReadOnlyNonRecursive: mount.bind?.recursive === 'writable' ? true : undefined,
    ReadOnlyForceRecursive: mount.bind?.recursive === 'readonly' ? true : undefined,
  });
  const tmpfs = defined({ SizeBytes: mount.tmpfs?.size === undefined ? undefined : parseBytes(mount.tmpfs.size), Mode: mount.tmpfs?.mode });
  const unlessEmpty = <T extends object>(options: T): T | undefined => (Object.keys(options).length === 0 ? undefined : options);
  return {
    Type: mount.type,
    Target: mount.target,
    ...defined({
      Source: source === '' ? undefined : source,
      ReadOnly: mount.read_only,
      Consistency: mount.consistency,
      BindOptions: mount.type === 'bind' ? unlessEmpty(bind) : undefined,
      VolumeOptions: mount.type === 'volume' ? unlessEmpty(volume) : undefined,
      TmpfsOptions: mount.type === 'tmpfs' ? unlessEmpty(tmpfs) : undefined,
      ImageOptions: mount.type === 'image' ? defined({ Subpath: mount.image?.subpath }) : undefined,
    }),
  };
};

const tmpfsEntry = (entry: string): [path: string, options: string] => {
  const at = entry.indexOf(':');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
};

/** Mounts of a service, with its file-based configs and secrets as read-only binds. */
export const storageHostConfig = (model: Model, service: ServiceModel, files: readonly MountModel[]): Partial<HostConfigBody> => {
  const mounts = [...(service.volumes ?? []), ...files];
  const binds = mounts.map(asBind).filter((bind) => bind !== undefined);
  const others = mounts.filter((mount) => asBind(mount) === undefined).map((mount) => mountBody(model, mount));
  return defined({
    Binds: binds.length === 0 ? undefined : binds,
    Mounts: others.length === 0 ? undefined : others,
    Tmpfs: service.tmpfs === undefined ? undefined : Object.fromEntries(service.tmpfs.map(tmpfsEntry)),
    ShmSize: service.shm_size === undefined ? undefined : parseBytes(service.shm_size),
    StorageOpt: service.storage_opt,
  });
};
