import type { Model } from '../engine/compose/model.ts';
import { didYouMean, suggestName } from '../engine/compose/suggest.ts';
import { writtenHash } from '../engine/plan/config-hash.ts';
import { CommandFailure } from './command-failure.ts';
import { usedNames } from './used-names.ts';

/** The services, each after those it depends on. */
export const serviceLines = (model: Model): readonly string[] => {
  const seen = new Set<string>();
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !Object.hasOwn(model.services, name)) return;
    // Services may depend on each other where nobody asked for consistency.
    seen.add(name);
    for (const dependency of Object.keys(model.services[name]?.depends_on ?? {}).sort()) visit(dependency);
    ordered.add(name);
  };
  for (const name of Object.keys(model.services).sort()) visit(name);
  return [...ordered];
};

/** The resources of a section that services use. */
export const sectionLines = (model: Model, section: 'networks' | 'volumes' | 'models'): readonly string[] => {
  const used = usedNames(model)[section];
  return Object.keys(model[section] ?? {}).filter((name) => used.has(name)).sort();
};

/** The image of each service: its own, or the one that a build would give it. */
export const imageLines = (model: Model): readonly string[] =>
  Object.keys(model.services).sort().map((name) => model.services[name]?.image ?? `${model.name}-${name}`);

/** Every profile that a service of the document has. */
export const profileLines = (document: Readonly<Record<string, unknown>>): readonly string[] => {
  const services = Object.values((document['services'] ?? {}) as Readonly<Record<string, { readonly profiles?: readonly string[] | null } | null>>);
  return [...new Set(services.flatMap((service) => service?.profiles ?? []))].sort();
};

/**
 * The hash of each chosen service: `*`, or names with commas between them.
 *
 * @throws CommandFailure for a service that is not there
 */
export const hashLines = (model: Model, chosen: string): readonly string[] => {
  const known = Object.keys(model.services);
  const names = chosen === '*' ? known : chosen.split(',');
  return [...names].sort().map((name) => {
    const service = Object.hasOwn(model.services, name) ? model.services[name] : undefined;
    if (service === undefined) throw new CommandFailure(`no such service: ${name}${didYouMean(suggestName(name, known))}`);
    return `${name} ${writtenHash(service)}`;
  });
};
