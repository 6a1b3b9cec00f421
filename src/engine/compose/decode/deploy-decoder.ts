import { goText } from '../go-text.ts';
import { parseDecimal } from '../cast.ts';
import { describeValue } from '../schema/kinds.ts';
import { Float } from '../tree.ts';
import * as d from './decoders.ts';

/** `all` is -1. */
const deviceCount: d.Decode = (node, path, issues) => {
  const written = node.kind === 'scalar' ? goText(node.value) : '';
  const isFloat = node.kind === 'scalar' && node.value instanceof Float;
  const value = written.toLowerCase() === 'all' ? -1 : isFloat ? undefined : parseDecimal(written);
  if (value === undefined) issues.add({ path, place: node.place, message: `expected "all" or a number, found ${describeValue(node)}` });
  return value === undefined || value === 0 ? undefined : Number(value);
};

export const deviceRequest: d.Decode = d.object({ capabilities: d.texts, driver: d.text, count: deviceCount, device_ids: d.texts, options: d.labels });

const update = d.object({
  parallelism: d.optionalCount,
  delay: d.durationUnlessZero,
  failure_action: d.text,
  monitor: d.durationUnlessZero,
  max_failure_ratio: d.float,
  order: d.text,
});

const genericResource = d.object({
  discrete_resource_spec: (node, path, issues) => ({ kind: '', value: 0, ...d.decodeFields(node, path, issues, { kind: d.text, value: d.integer }) }),
});

const resource = d.object({
  cpus: d.float,
  memory: d.bytes,
  pids: d.integer,
  devices: d.listOf(deviceRequest),
  generic_resources: d.listOf(genericResource),
});

const fields: Readonly<Record<string, d.Decode>> = {
  mode: d.text,
  replicas: d.optionalInteger,
  labels: d.labels,
  update_config: update,
  rollback_config: update,
  resources: d.object({ limits: resource, reservations: resource }, { always: true }),
  restart_policy: d.object({ condition: d.text, delay: d.duration, max_attempts: d.optionalCount, window: d.duration }),
  placement: d.object({ constraints: d.texts, preferences: d.listOf(d.object({ spread: d.text })), max_replicas_per_node: d.count }, { always: true }),
  endpoint_mode: d.text,
};

/** How each key of `deploy` becomes part of the model. */
export const deployFields: Readonly<Record<string, d.Decode>> = fields;
