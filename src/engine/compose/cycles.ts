import type { Issues } from './issues.ts';
import { locate } from './locate.ts';
import type { Model } from './model.ts';
import type { MapNode } from './tree.ts';

/** Reports the first cycle of dependencies, implied ones included, as `a -> b -> a`. */
export const checkCycles = (model: Model, root: MapNode, issues: Issues): void => {
  const cycle = findCycle(model);
  if (cycle === undefined) return;
  const [from = '', to = ''] = cycle;
  const path = ['services', from, 'depends_on', to];
  issues.add({ path, place: locate(root, path).place, message: `services depend on each other in a cycle: ${cycle.join(' -> ')}`, cycle: true });
};

const findCycle = (model: Model): readonly string[] | undefined => {
  const done = new Set<string>();
  const visit = (name: string, open: readonly string[]): readonly string[] | undefined => {
    if (open.includes(name)) return [...open.slice(open.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of Object.keys(model.services[name]?.depends_on ?? {}).sort()) {
      const cycle = Object.hasOwn(model.services, next) ? visit(next, [...open, name]) : undefined;
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(model.services).sort()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
};
