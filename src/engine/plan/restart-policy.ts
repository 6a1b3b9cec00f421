import type { ServiceModel } from '../compose/model.ts';
import type { HostConfigBody } from '../runtime/bodies.ts';

const BY_CONDITION: Readonly<Record<string, string>> = { none: 'no', 'on-failure': 'on-failure', any: 'always' };

/** `deploy.restart_policy` wins over `restart`, as in Compose. */
export const restartPolicy = (service: ServiceModel): HostConfigBody['RestartPolicy'] => {
  const deployed = service.deploy?.restart_policy;
  if (deployed !== undefined) {
    const name = BY_CONDITION[deployed.condition ?? 'any'] ?? 'always';
    return name === 'on-failure' && deployed.max_attempts !== undefined ? { Name: name, MaximumRetryCount: deployed.max_attempts } : { Name: name };
  }
  if (service.restart === undefined) return undefined;
  const [name = 'no', attempts] = service.restart.split(':');
  return attempts === undefined ? { Name: name } : { Name: name, MaximumRetryCount: Number(attempts) };
};
