/**
 * The request bodies of the Engine HTTP API that plans are made of, as far as the Compose model reaches them.
 * Names are the API's own (https://docs.docker.com/reference/api/engine/).
 */

type Strings = readonly string[];
type StringMap = Readonly<Record<string, string>>;

export interface HealthcheckBody {
  readonly Test?: Strings;
  /** Nanoseconds; 0 or absent inherits the image's. */
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface MountBody {
  readonly Type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster';
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly Consistency?: string;
  readonly BindOptions?: Readonly<Record<string, unknown>>;
  readonly VolumeOptions?: Readonly<Record<string, unknown>>;
  readonly TmpfsOptions?: Readonly<Record<string, unknown>>;
  readonly ImageOptions?: Readonly<Record<string, unknown>>;
}

export interface EndpointBody {
  readonly Aliases?: Strings;
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string; readonly LinkLocalIPs?: Strings };
  readonly Links?: Strings;
  readonly MacAddress?: string;
  readonly DriverOpts?: StringMap;
  readonly GwPriority?: number;
}

export interface PortBindingBody {
  readonly HostIp: string;
  readonly HostPort: string;
}

export interface HostConfigBody {
  readonly Annotations?: StringMap;
  readonly AutoRemove?: boolean;
  readonly Binds?: Strings;
  readonly BlkioWeight?: number;
  readonly CapAdd?: Strings;
  readonly CapDrop?: Strings;
  readonly Cgroup?: string;
  readonly CgroupParent?: string;
  readonly CgroupnsMode?: string;
  readonly CpuCount?: number;
  readonly CpuPercent?: number;
  readonly CpuPeriod?: number;
  readonly CpuQuota?: number;
  readonly CpuRealtimePeriod?: number;
  readonly CpuRealtimeRuntime?: number;
  readonly CpuShares?: number;
  readonly CpusetCpus?: string;
  readonly DeviceCgroupRules?: Strings;
  readonly DeviceRequests?: readonly Readonly<Record<string, unknown>>[];
  readonly Devices?: readonly { readonly PathOnHost: string; readonly PathInContainer: string; readonly CgroupPermissions: string }[];
  readonly Dns?: Strings;
  readonly DnsOptions?: Strings;
  readonly DnsSearch?: Strings;
  readonly ExtraHosts?: Strings;
  readonly GroupAdd?: Strings;
  readonly Init?: boolean;
  readonly IpcMode?: string;
  readonly Isolation?: string;
  readonly Links?: Strings;
  readonly LogConfig?: { readonly Type: string; readonly Config: StringMap };
  readonly MaskedPaths?: Strings;
  readonly Memory?: number;
  readonly MemoryReservation?: number;
  readonly MemorySwap?: number;
  readonly MemorySwappiness?: number;
  readonly Mounts?: readonly MountBody[];
  readonly NanoCpus?: number;
  readonly NetworkMode?: string;
  readonly OomKillDisable?: boolean;
  readonly OomScoreAdj?: number;
  readonly PidMode?: string;
  readonly PidsLimit?: number;
  readonly PortBindings?: Readonly<Record<string, readonly PortBindingBody[]>>;
  readonly Privileged?: boolean;
  readonly ReadonlyPaths?: Strings;
  readonly ReadonlyRootfs?: boolean;
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount?: number };
  readonly Runtime?: string;
  readonly SecurityOpt?: Strings;
  readonly ShmSize?: number;
  readonly StorageOpt?: StringMap;
  readonly Sysctls?: StringMap;
  readonly Tmpfs?: StringMap;
  readonly UTSMode?: string;
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  readonly UsernsMode?: string;
  readonly VolumeDriver?: string;
  readonly VolumesFrom?: Strings;
  readonly [key: string]: unknown;
}

export interface ContainerBody {
  readonly Image: string;
  readonly Cmd?: Strings;
  readonly Entrypoint?: Strings;
  readonly Env?: Strings;
  readonly Labels?: StringMap;
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly Hostname?: string;
  readonly Domainname?: string;
  readonly MacAddress?: string;
  readonly StopSignal?: string;
  /** Whole seconds. */
  readonly StopTimeout?: number;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  /** Standard input is closed when the first client that attached to it goes. */
  readonly StdinOnce?: boolean;
  readonly ExposedPorts?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly Volumes?: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly Healthcheck?: HealthcheckBody;
  readonly HostConfig?: HostConfigBody;
  readonly NetworkingConfig?: { readonly EndpointsConfig: Readonly<Record<string, EndpointBody>> };
}

export interface NetworkBody {
  readonly Name: string;
  readonly Driver?: string;
  readonly Options?: StringMap;
  readonly IPAM?: { readonly Driver?: string; readonly Config?: readonly Readonly<Record<string, unknown>>[]; readonly Options?: StringMap };
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly EnableIPv4?: boolean;
  readonly EnableIPv6?: boolean;
  readonly Labels?: StringMap;
}

export interface VolumeBody {
  readonly Name: string;
  readonly Driver?: string;
  readonly DriverOpts?: StringMap;
  readonly Labels?: StringMap;
}
