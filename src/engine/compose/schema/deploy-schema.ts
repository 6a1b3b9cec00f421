import * as s from './shapes.ts';

const updateShape: s.Shape = {
  parallelism: s.integerOrString,
  delay: s.string,
  failure_action: s.string,
  monitor: s.string,
  max_failure_ratio: s.numberOrString,
  order: s.oneOf('start-first', 'stop-first'),
};

const deviceRequestShape: s.Shape = {
  capabilities: s.uniqueStrings,
  count: s.integerOrString,
  device_ids: s.uniqueStrings,
  driver: s.string,
  options: s.keyValues,
};

export const gpus: s.Schema = s.either(s.oneOf('all'), s.list(s.object(deviceRequestShape)));

const genericResource = s.object({
  discrete_resource_spec: s.object({ kind: s.string, value: s.numberOrString }),
});

const limitsShape: s.Shape = { cpus: s.numberOrString, memory: s.string, pids: s.integerOrString };

const reservationsShape: s.Shape = {
  cpus: s.numberOrString,
  memory: s.string,
  generic_resources: s.list(genericResource),
  devices: s.list(s.object(deviceRequestShape, { required: ['capabilities'] })),
};

const restartPolicyShape: s.Shape = { condition: s.string, delay: s.string, max_attempts: s.integerOrString, window: s.string };

const placementShape: s.Shape = {
  constraints: s.strings,
  preferences: s.list(s.object({ spread: s.string })),
  max_replicas_per_node: s.integerOrString,
};

/** `services.*.deploy`. */
export const deployShape: s.Shape = {
  mode: s.string,
  endpoint_mode: s.string,
  replicas: s.integerOrString,
  labels: s.keyValues,
  rollback_config: s.object(updateShape),
  update_config: s.object(updateShape),
  resources: s.object({ limits: s.object(limitsShape), reservations: s.object(reservationsShape) }),
  restart_policy: s.object(restartPolicyShape),
  placement: s.object(placementShape),
};

export const deploy: s.Schema = s.either(s.nothing, s.object(deployShape));
