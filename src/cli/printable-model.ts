import type { Model } from '../engine/compose/model.ts';
import { arrangeFields, printableExtensions, sortedEntries } from '../engine/compose/printed/arrange.ts';
import type { Format, PrintedMap } from '../engine/compose/printed/printed.ts';
import { projectShape } from '../engine/compose/printed/shapes.ts';
import { usedNames } from './used-names.ts';

interface PrintOptions {
  readonly format: Format;
  /** Keeps networks, volumes, configs and secrets that no service uses. */
  readonly unused: boolean;
}

/**
 * A resolved model as `docker compose config` prints it: unused resources dropped, keys in its order, and what each
 * format leaves out left out. JSON has extensions (`x-`) at the top only and no `models`, its top-level keys are sorted,
 * and it says `null` or `{}` where YAML says nothing.
 */
export const printableModel = (model: Model, { format, unused }: PrintOptions): PrintedMap => {
  const printed = arrangeFields(unused ? model : withoutUnused(model), projectShape, format);
  if (format === 'yaml') return printed;
  const sections = [...printed].filter(([section]) => section !== 'models');
  return sortedEntries([...sections, ...printableExtensions(model, format)], format);
};

/** The model without what no service uses; a section with nothing left goes, too. */
const withoutUnused = (model: Model): object => {
  const used: Readonly<Record<string, ReadonlySet<string>>> = usedNames(model);
  const entries = Object.entries(model).flatMap(([section, value]) => {
    const names = Object.hasOwn(used, section) ? used[section] : undefined;
    if (names === undefined) return [[section, value] as const];
    const kept = Object.entries(value as Record<string, unknown>).filter(([name]) => names.has(name));
    return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)] as const];
  });
  return Object.fromEntries(entries);
};
