import type { Issues } from './issues.ts';
import type { Model, ServiceModel } from './model.ts';
import { didYouMean, suggestName } from './suggest.ts';

/** A model with only its active services, and what was left out. */
export interface ActiveModel {
  readonly model: Model;
  readonly profiles: readonly string[];
  readonly disabled: readonly string[];
}

const isActive = (service: ServiceModel, profiles: ReadonlySet<string>): boolean =>
  service.profiles === undefined || profiles.has('*') || service.profiles.some((profile) => profiles.has(profile));

/** Leaves only services whose profile is active; one that is asked for by name activates its own profiles. */
export const applyProfiles = (model: Model, active: readonly string[], named: readonly string[]): ActiveModel => {
  const initial = new Set(active);
  const inactive = named.filter((name) => model.services[name] !== undefined && !isActive(model.services[name], initial));
  const profiles = [...new Set([...active, ...inactive.flatMap((name) => model.services[name]?.profiles ?? [])])];
  const chosen = new Set(profiles);
  const entries = Object.entries(model.services);
  return {
    model: { ...model, services: Object.fromEntries(entries.filter(([, service]) => isActive(service, chosen))) },
    profiles,
    disabled: entries.filter(([, service]) => !isActive(service, chosen)).map(([name]) => name),
  };
};

/** Leaves only the named services and what they depend on. */
export const selectServices = (model: Model, names: readonly string[], issues: Issues): Model => {
  if (names.length === 0) return model;
  const selected = new Set<string>();
  const select = (name: string): void => {
    if (selected.has(name) || !Object.hasOwn(model.services, name)) return;
    selected.add(name);
    for (const dependency of Object.keys(model.services[name]?.depends_on ?? {})) select(dependency);
  };
  for (const name of names) {
    if (!Object.hasOwn(model.services, name)) {
      const suggestion = suggestName(name, Object.keys(model.services));
      issues.add({ path: ['services', name], place: undefined, message: `no such service${didYouMean(suggestion)}`, suggestion });
    }
    select(name);
  }
  return { ...model, services: Object.fromEntries(Object.entries(model.services).filter(([name]) => selected.has(name))) };
};
