import type { Model } from '../engine/compose/model.ts';

/** The sections of a model whose entries are printed only where a service uses them. */
export type ResourceSection = 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

/** What the services of a model use, by section. */
export const usedNames = (model: Model): Readonly<Record<ResourceSection, ReadonlySet<string>>> => {
  const services = Object.values(model.services);
  return {
    networks: new Set(services.flatMap(({ networks = {} }) => Object.keys(networks))),
    volumes: new Set(services.flatMap(({ volumes = [] }) => volumes.flatMap(({ type, source }) => (type === 'volume' ? (source ?? []) : [])))),
    secrets: new Set(services.flatMap(({ secrets = [], build }) => [...secrets, ...(build?.secrets ?? [])].map(({ source }) => source))),
    configs: new Set(services.flatMap(({ configs = [] }) => configs.map(({ source }) => source))),
    models: new Set(services.flatMap(({ models = {} }) => Object.keys(models))),
  };
};
