/** A boolean, or text such as `${DEBUG:-false}` that becomes one. */
export type BooleanSpec = boolean | string;
/** A number, or text such as `${REPLICAS:-1}` that becomes one. */
export type NumberSpec = number | string;
/** A duration: `500ms`, `10s`, `1m30s`, `2h`. */
export type DurationSpec = string;
/** A size in bytes, or with a unit: `64m`, `1.5g`. Units are powers of 1024. */
export type BytesSpec = number | string;
/** `{ KEY: value }` or `['KEY=value']`. */
export type KeyValuesSpec = Readonly<Record<string, string | number | boolean | null>> | readonly string[];
/** Options of a driver. */
export type DriverOptionsSpec = Readonly<Record<string, string | number>>;
/** Text is split into words without running a shell; a list is taken as it is; `null` keeps the image's own. */
export type CommandSpec = string | readonly string[] | null;
/** `['host=address']` or `{ host: address }`; the address `host-gateway` is the host. */
export type ExtraHostsSpec = Readonly<Record<string, string | readonly string[]>> | readonly string[];

/** Keys that begin with `x-` are yours: kept, interpolated, and without effect. */
export interface Extensible {
  readonly [extension: `x-${string}`]: unknown;
}

/** Limits of one resource of a process; a number is both. */
export type UlimitSpec = NumberSpec | ({ readonly soft: NumberSpec; readonly hard: NumberSpec } & Extensible);

/** A config or secret as a service or build uses it: its name, or where and how it is to appear. */
export type FileReferenceSpec =
  | string
  | ({
      /** Its name at the top level. */
      readonly source?: string;
      /** Path in the container. Default: `/<name>` for a config, `/run/secrets/<name>` for a secret. */
      readonly target?: string;
      readonly uid?: string;
      readonly gid?: string;
      /** File mode: a number such as `0o440`, or octal text. Default: readable by all. */
      readonly mode?: NumberSpec;
    } & Extensible);
