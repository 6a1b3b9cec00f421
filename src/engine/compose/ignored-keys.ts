import type { Model, ServiceModel } from './model.ts';
import type { Warning } from './resolved.ts';

/** Keys that are understood but have no effect on one engine, with the reason. */
const reasons: readonly (readonly [path: readonly string[], reason: string])[] = [
  [['deploy', 'endpoint_mode'], 'only a swarm has endpoint modes'],
  [['deploy', 'labels'], 'only a swarm has labels on services; use "labels" for the containers'],
  [['deploy', 'placement', 'constraints'], 'only a swarm places services'],
  [['deploy', 'placement', 'preferences'], 'only a swarm places services'],
  [['deploy', 'placement', 'max_replicas_per_node'], 'only a swarm places services'],
  [['deploy', 'update_config'], 'only a swarm updates services in steps'],
  [['deploy', 'rollback_config'], 'only a swarm rolls services back'],
  [['deploy', 'resources', 'reservations', 'cpus'], 'only a swarm reserves CPUs'],
  [['deploy', 'resources', 'reservations', 'generic_resources'], 'only a swarm has generic resources'],
  [['develop'], 'files are not watched'],
  [['credential_spec'], 'only Windows containers have credential specs'],
  [['isolation'], 'only Windows containers have isolation modes'],
  [['provider'], 'the service is not run: providers are plugins of docker compose'],
  [['models'], 'models are a feature of Docker Desktop'],
];

/** A warning for every key that is accepted and has no effect. */
export const ignoredKeys = (model: Model): readonly Warning[] =>
  Object.entries(model.services).flatMap(([name, service]) =>
    reasons.flatMap(([path, reason]) =>
      has(service, path) ? [{ path: `services.${name}.${path.join('.')}`, message: `has no effect: ${reason}`, service: name }] : [],
    ),
  );

const has = (service: ServiceModel, path: readonly string[]): boolean => {
  let value: unknown = service;
  for (const key of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return value !== undefined;
};
