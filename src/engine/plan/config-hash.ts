import { createHash } from 'node:crypto';
import type { Model, ServiceModel } from '../compose/model.ts';

/** Keys that decide how many containers there are, or when, but not what one container is. */
const IGNORED = new Set(['build', 'pull_policy', 'scale', 'depends_on', 'profiles']);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
};

/** The same text for equal values, whatever the order of their keys. */
const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));

/** Names of what a container is attached to: they are part of what it is. */
const resourceNames = (model: Model, service: ServiceModel): Record<string, string> =>
  Object.fromEntries([
    ...Object.keys(service.networks ?? {}).map((key) => [`network ${key}`, model.networks?.[key]?.name ?? key]),
    ...(service.volumes ?? []).filter((mount) => mount.type === 'volume').map((mount) => [`volume ${mount.source ?? ''}`, model.volumes?.[mount.source ?? '']?.name ?? '']),
  ]) as Record<string, string>;

/**
 * Says whether two resolved services make the same container: a SHA-256 over what reaches the container, including
 * the names of the networks and volumes it uses.
 */
export const serviceHash = (model: Model, service: ServiceModel): string => {
  const { replicas: _replicas, ...deploy } = service.deploy ?? {};
  const relevant = Object.fromEntries(Object.entries(service).filter(([key]) => !IGNORED.has(key)));
  if (service.deploy !== undefined) relevant['deploy'] = deploy;
  return createHash('sha256').update(canonicalJson([relevant, resourceNames(model, service)])).digest('hex');
};
