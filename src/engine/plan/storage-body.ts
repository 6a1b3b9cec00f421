import type { Model, MountModel, ServiceModel } from '../compose/model.ts';
import { parseBytes } from '../compose/units.ts';
import type { HostConfigBody, MountBody } from '../runtime/bodies.ts';
import { atLeast } from './api-version.ts';
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
  if (options.recursive !== undefined && options.recursive !== 'enabled') return undefined;
  const flags = [mount.read_only === true ? 'ro' : 'rw', ...[options.selinux, options.propagation].filter((flag) => flag !== undefined)];
  return `${mount.source ?? ''}:${mount.target}:${flags.join(',')}`;
};

/** Whether a bind mount goes to the engine in its string form. */
export const isStringBind = (mount: MountModel): boolean => asBind(mount) !== undefined;

const mountBody = (model: Model, mount: MountModel, apiVersion: string): MountBody => {
  const named = mount.type === 'volume' && mount.source !== undefined && mount.source !== '';
  const source = named ? volumeName(model, mount.source) : mount.source;
  const volume = defined({ NoCopy: mount.volume?.nocopy, Subpath: mount.volume?.subpath, Labels: mount.volume?.labels });
  const bind = defined({
    Propagation: mount.bind?.propagation,
    NonRecursive: mount.bind?.recursive === 'disabled' ? true : undefined,
    ReadOnlyNonRecursive: mount.bind?.recursive === 'writable' && atLeast(apiVersion, '1.44') ? true : undefined,
    ReadOnlyForceRecursive: mount.bind?.recursive === 'readonly' && atLeast(apiVersion, '1.44') ? true : undefined,
    CreateMountpoint: mount.bind !== undefined && mount.bind.create_host_path !== false && atLeast(apiVersion, '1.42') ? true : undefined,
  });
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
      ImageOptions: mount.type === 'image' ? defined({ Subpath: mount.image?.subpath }) : undefined,
    }),
  };
};

const SOCKET = '/var/run/docker.sock';

/** Where the service asks for it, the engine's own socket, at the place where clients look for it. */
export const apiSocket = (service: ServiceModel): readonly MountModel[] =>
  service.use_api_socket === true ? [{ type: 'bind', source: SOCKET, target: SOCKET, bind: { create_host_path: false } }] : [];

const tmpfsEntry = (entry: string): [path: string, options: string] => {
  const at = entry.indexOf(':');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
};

/**
 * The long form of a tmpfs as the short one: they are the same to a container, but engines before API 1.44 cannot hand
 * the volumes of a container on (`volumes_from`) that has the other.
 */
const tmpfsOfMount = ({ target, read_only: readOnly, tmpfs }: MountModel): [path: string, options: string] => [
  target,
  [
    ...(readOnly === true ? ['ro'] : []),
    ...(tmpfs?.size === undefined ? [] : [`size=${String(parseBytes(tmpfs.size))}`]),
    ...(tmpfs?.mode === undefined ? [] : [`mode=${tmpfs.mode.toString(8)}`]),
  ].join(','),
];

/** Mounts of a service, with its file-based configs and secrets as read-only binds. */
export const storageHostConfig = (model: Model, service: ServiceModel, files: readonly MountModel[], apiVersion: string): Partial<HostConfigBody> => {
  const mounts = [...(service.volumes ?? []).filter(({ type }) => type !== 'tmpfs'), ...files];
  const tmpfs = [...(service.tmpfs ?? []).map(tmpfsEntry), ...(service.volumes ?? []).filter(({ type }) => type === 'tmpfs').map(tmpfsOfMount)];
  const binds = mounts.map(asBind).filter((bind) => bind !== undefined);
  const others = mounts.filter((mount) => asBind(mount) === undefined).map((mount) => mountBody(model, mount, apiVersion));
  return defined({
    Binds: binds.length === 0 ? undefined : binds,
    Mounts: others.length === 0 ? undefined : others,
    Tmpfs: tmpfs.length === 0 ? undefined : Object.fromEntries(tmpfs),
    ShmSize: service.shm_size === undefined ? undefined : parseBytes(service.shm_size),
    StorageOpt: service.storage_opt,
  });
};
