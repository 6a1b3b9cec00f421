import type { Model } from '../../../../../src/engine/compose/model.ts';
import { plainExtensions } from '../../../../../src/engine/compose/plain-extensions.ts';

/** A model as `docker compose config --format json` prints it: no unused resources, `x-` keys at the top only, `$$` for `$`. */
export const asPrinted = (exact: Model): unknown => {
  const model = plainExtensions(exact);
  const services = Object.values(model.services);
  const used = {
    networks: new Set(services.flatMap((service) => Object.keys(service.networks ?? {}))),
    volumes: new Set(services.flatMap((service) => (service.volumes ?? []).flatMap((mount) => (mount.type === 'volume' ? (mount.source ?? []) : [])))),
    configs: new Set(services.flatMap((service) => (service.configs ?? []).map((config) => config.source))),
    secrets: new Set(services.flatMap((service) => [...(service.secrets ?? []), ...(service.build?.secrets ?? [])].map((secret) => secret.source))),
  };
  const sections = Object.entries(model).flatMap(([section, value]: [string, unknown]) => {
    const names = Object.hasOwn(used, section) ? used[section as keyof typeof used] : undefined;
    const kept = names === undefined ? value : Object.fromEntries(Object.entries(value as object).filter(([name]) => names.has(name)));
    return section === 'models' || (names !== undefined && Object.keys(kept as object).length === 0) ? [] : [[section, kept] as const];
  });
  return escape(Object.fromEntries(sections.map(([key, value]) => [key, key.startsWith('x-') ? value : withoutExtensions(value, key)])));
};

/** Maps whose keys the user chooses, where `x-` means nothing. */
const userKeyed = new Set(['services', 'networks', 'volumes', 'configs', 'secrets', 'depends_on', 'environment', 'labels', 'annotations', 'args', 'options', 'driver_opts', 'sysctls', 'storage_opt', 'ulimits', 'models']);

const withoutExtensions = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => withoutExtensions(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => userKeyed.has(key) || !name.startsWith('x-'));
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutExtensions(item, name)]));
};

const escape = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replaceAll('$', '$$$$'), escape(item)]));
};
