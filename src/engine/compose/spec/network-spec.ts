import type { BooleanSpec, DriverOptionsSpec, Extensible, KeyValuesSpec, NumberSpec } from './value-specs.ts';

/** `external` marks what exists already and is never created or removed. */
export type ExternalSpec = BooleanSpec | ({ readonly name?: string } & Extensible);

/** A network of the stack. */
export interface NetworkSpec extends Extensible {
  /** Its name on the engine. Default: `<project>_<key>`. */
  readonly name?: string;
  /** Default: the engine's, `bridge`. */
  readonly driver?: string;
  readonly driver_opts?: DriverOptionsSpec;
  readonly ipam?: {
    readonly driver?: string;
    readonly config?: readonly ({
      /** In CIDR form: `172.28.0.0/16`. */
      readonly subnet?: string;
      readonly ip_range?: string;
      readonly gateway?: string;
      readonly aux_addresses?: Readonly<Record<string, string>>;
    } & Extensible)[];
    readonly options?: Readonly<Record<string, string>>;
  } & Extensible;
  /** It exists already: it is used, never created or removed. */
  readonly external?: ExternalSpec;
  /** Without a way out of the host. */
  readonly internal?: BooleanSpec;
  readonly attachable?: BooleanSpec;
  readonly enable_ipv4?: BooleanSpec;
  readonly enable_ipv6?: BooleanSpec;
  readonly labels?: KeyValuesSpec;
}

/** How a service is on one network. */
export interface EndpointSpec extends Extensible {
  /** Further names of the service on this network. */
  readonly aliases?: readonly string[];
  readonly ipv4_address?: string;
  readonly ipv6_address?: string;
  readonly link_local_ips?: readonly string[];
  readonly mac_address?: string;
  readonly driver_opts?: DriverOptionsSpec;
  /** Networks are attached in descending order. Default: 0. */
  readonly priority?: number;
  /** The network with the highest one is the default gateway. */
  readonly gw_priority?: number;
  readonly interface_name?: string;
}

/** A port in its long form. */
export interface PortMappingSpec extends Extensible {
  /** Port of the container. */
  readonly target: NumberSpec;
  /** Port of the host, or a range that a free one is taken from. Default: a free port. */
  readonly published?: NumberSpec;
  /** Address of the host that is listened on. Default: all. */
  readonly host_ip?: string;
  readonly protocol?: 'tcp' | 'udp' | 'sctp' | (string & {});
  readonly mode?: 'ingress' | 'host' | (string & {});
  readonly name?: string;
  readonly app_protocol?: string;
}

/** A published port: `80`, `'8080:80'`, `'127.0.0.1:8080:80/tcp'`, or the long form. */
export type PortSpec = number | string | PortMappingSpec;
