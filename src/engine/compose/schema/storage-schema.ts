import * as s from './shapes.ts';

/** `services.*.volumes[]` in its long form. */
export const mountShape: s.Shape = {
  type: s.oneOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
  source: s.string,
  target: s.string,
  read_only: s.booleanOrString,
  consistency: s.string,
  bind: s.object({
    propagation: s.string,
    create_host_path: s.booleanOrString,
    recursive: s.oneOf('enabled', 'disabled', 'writable', 'readonly'),
    selinux: s.oneOf('z', 'Z'),
  }),
  volume: s.object({ labels: s.keyValues, nocopy: s.booleanOrString, subpath: s.string }),
  tmpfs: s.object({ size: s.either(s.integerBetween(0), s.string), mode: s.numberOrString }),
  image: s.object({ subpath: s.string }),
};

export const mounts: s.Schema = s.uniqueList(s.either(s.string, s.object(mountShape, { required: ['type'] })));

export const devices: s.Schema = s.list(
  s.either(s.string, s.object({ source: s.string, target: s.string, permissions: s.string }, { required: ['source'] })),
);

const limit = s.object({ path: s.string, rate: s.integerOrString }, { extensions: false });

/** `services.*.blkio_config`. */
export const blkioShape: s.Shape = {
  device_read_bps: s.list(limit),
  device_read_iops: s.list(limit),
  device_write_bps: s.list(limit),
  device_write_iops: s.list(limit),
  weight: s.integerOrString,
  weight_device: s.list(s.object({ path: s.string, weight: s.integerOrString }, { extensions: false })),
};
