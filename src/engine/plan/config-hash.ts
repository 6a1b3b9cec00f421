import { createHash } from 'node:crypto';
import type { ServiceModel } from '../compose/model.ts';

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

/**
 * Says whether two resolved services make the same container: a SHA-256 over what reaches the container, including
 * the names of the networks and volumes it uses.
 */
export const configHash = (service: ServiceModel, resources: Readonly<Record<string, string>>): string => {
  const { replicas: _replicas, ...deploy } = service.deploy ?? {};
  const relevant = Object.fromEntries(Object.entries(service).filter(([key]) => !IGNORED.has(key)));
  if (service.deploy !== undefined) relevant['deploy'] = deploy;
  return createHash('sha256').update(canonicalJson([relevant, resources])).digest('hex');
};
