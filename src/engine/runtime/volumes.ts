import type { VolumeBody } from './bodies.ts';
import type { Cancellable } from './cancellable.ts';

export interface VolumeFacts {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Volumes {
  create(body: VolumeBody, options?: Cancellable): Promise<VolumeFacts>;
  inspect(name: string, options?: Cancellable): Promise<VolumeFacts | null>;
  list(labels: readonly string[], options?: Cancellable): Promise<readonly VolumeFacts[]>;
  /** Absent already is no error. Rejects with RESOURCE_CONFLICT while a container uses it. */
  remove(name: string, options?: Cancellable & { readonly force?: boolean | undefined }): Promise<void>;
}
