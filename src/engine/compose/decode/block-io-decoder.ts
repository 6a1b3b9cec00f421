import * as d from './decoders.ts';

/** Compose casts no text here, not even that of a variable. */
const weight = d.unquotedCount(' from 10 to 1000, without quotes and not from a variable');

/** The wire form of these spells its keys with capitals. */
const weightDevice: d.Decode = (node, path, issues) => capitalized({ path: '', weight: 0, ...d.decodeFields(node, path, issues, { path: d.text, weight }) });
const throttle: d.Decode = (node, path, issues) => capitalized({ path: '', rate: '0', ...d.decodeFields(node, path, issues, { path: d.text, rate: d.bytes }) });

const capitalized = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, value]));

/** `blkio_config` of a service. */
export const blockIo: d.Decode = d.object({
  weight,
  weight_device: d.listOf(weightDevice),
  device_read_bps: d.listOf(throttle),
  device_read_iops: d.listOf(throttle),
  device_write_bps: d.listOf(throttle),
  device_write_iops: d.listOf(throttle),
});
