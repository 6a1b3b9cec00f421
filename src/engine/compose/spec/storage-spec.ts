import type { ExternalSpec } from './network-spec.ts';
import type { BooleanSpec, BytesSpec, DriverOptionsSpec, Extensible, KeyValuesSpec, NumberSpec } from './value-specs.ts';

/** A named volume of the stack. */
export interface VolumeSpec extends Extensible {
  /** Its name on the engine. Default: `<project>_<key>`. */
  readonly name?: string;
  readonly driver?: string;
  readonly driver_opts?: DriverOptionsSpec;
  /** It exists already: it is used, never created or removed. */
  readonly external?: ExternalSpec;
  readonly labels?: KeyValuesSpec;
}

/** A mount in its long form. */
export interface MountMappingSpec extends Extensible {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster';
  /** A path of the host, the name of a volume, or an image. */
  readonly source?: string;
  /** Path in the container. */
  readonly target?: string;
  readonly read_only?: BooleanSpec;
  readonly consistency?: string;
  readonly bind?: {
    readonly propagation?: string;
    /** Create the path on the host where it is missing. Default: true. */
    readonly create_host_path?: BooleanSpec;
    readonly recursive?: 'enabled' | 'disabled' | 'writable' | 'readonly';
    readonly selinux?: 'z' | 'Z';
  } & Extensible;
  readonly volume?: {
    /** Do not fill a new volume with what the image has there. */
    readonly nocopy?: BooleanSpec;
    readonly subpath?: string;
    readonly labels?: KeyValuesSpec;
  } & Extensible;
  readonly tmpfs?: { readonly size?: BytesSpec; readonly mode?: NumberSpec } & Extensible;
  readonly image?: { readonly subpath?: string } & Extensible;
}

/** A mount: `'data:/var/lib/data'`, `'./src:/src:ro'`, `'/anonymous'`, or the long form. */
export type MountSpec = string | MountMappingSpec;

/** A file for services, from exactly one source. */
export interface ConfigSpec extends Extensible {
  readonly name?: string;
  /** Path of a file. */
  readonly file?: string;
  /** Name of a variable that holds the content. */
  readonly environment?: string;
  /** The content itself. */
  readonly content?: string;
  readonly external?: ExternalSpec;
  readonly labels?: KeyValuesSpec;
  readonly template_driver?: string;
}

/** A secret for services, from exactly one source. */
export interface SecretSpec extends Extensible {
  readonly name?: string;
  /** Path of a file. */
  readonly file?: string;
  /** Name of a variable that holds the secret. */
  readonly environment?: string;
  readonly external?: ExternalSpec;
  readonly labels?: KeyValuesSpec;
  readonly driver?: string;
  readonly driver_opts?: DriverOptionsSpec;
  readonly template_driver?: string;
}

/** Weights and rates of block devices. */
export interface BlkioSpec {
  /** From 10 to 1000. */
  readonly weight?: NumberSpec;
  readonly weight_device?: readonly { readonly path?: string; readonly weight?: NumberSpec }[];
  readonly device_read_bps?: readonly { readonly path?: string; readonly rate?: BytesSpec }[];
  readonly device_read_iops?: readonly { readonly path?: string; readonly rate?: NumberSpec }[];
  readonly device_write_bps?: readonly { readonly path?: string; readonly rate?: BytesSpec }[];
  readonly device_write_iops?: readonly { readonly path?: string; readonly rate?: NumberSpec }[];
}

/** A device of the host: `'/dev/ttyUSB0'`, `'/dev/a:/dev/b:rwm'`, or the long form. */
export type DeviceSpec = string | ({ readonly source: string; readonly target?: string; readonly permissions?: string } & Extensible);
