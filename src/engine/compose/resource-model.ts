/** What a resolved model declares beside its services: networks, volumes, configs, secrets, models. */
import type { StringMap } from './model.ts';

export interface NetworkModel {
  readonly name?: string;
  readonly driver?: string;
  readonly driver_opts?: StringMap;
  readonly ipam?: {
    readonly driver?: string;
    readonly config?: readonly { readonly subnet?: string; readonly ip_range?: string; readonly gateway?: string; readonly aux_addresses?: StringMap }[];
    readonly options?: StringMap;
  };
  readonly external?: boolean;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly enable_ipv4?: boolean;
  readonly enable_ipv6?: boolean;
  readonly labels?: StringMap;
}

export interface VolumeModel {
  readonly name?: string;
  readonly driver?: string;
  readonly driver_opts?: StringMap;
  readonly external?: boolean;
  readonly labels?: StringMap;
}

/** A top-level config or secret. */
export interface FileObjectModel {
  readonly name?: string;
  readonly file?: string;
  readonly environment?: string;
  readonly content?: string;
  readonly external?: boolean;
  readonly labels?: StringMap;
  readonly driver?: string;
  readonly driver_opts?: StringMap;
  readonly template_driver?: string;
}
