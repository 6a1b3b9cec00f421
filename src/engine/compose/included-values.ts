import type { Environment } from './environment.ts';
import type { Model } from './model.ts';
import { asMap, asString, child, type MapNode } from './tree.ts';

/** The value that the env files of an included file give to the variable of a config or secret. */
export interface IncludedValue {
  readonly variable: string;
  readonly value: string;
}

/** Keeps what env files say of the variables that configs and secrets are taken from; the first one to say it wins. */
export const recordIncludedValues = (root: MapNode, declared: Environment, values: Map<string, IncludedValue>): void => {
  for (const section of ['configs', 'secrets']) {
    for (const [name, { value: object }] of asMap(child(root, section))?.entries ?? []) {
      const variable = asString(child(object, 'environment'));
      const value = variable === undefined ? undefined : declared.get(variable);
      const key = `${section}.${name}`;
      if (variable !== undefined && value !== undefined && !values.has(key)) values.set(key, { variable, value });
    }
  }
};

/** The values of the configs and secrets that, with everything merged, still come from that variable. */
export const valuesOf = (model: Model, values: ReadonlyMap<string, IncludedValue>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (['configs', 'secrets'] as const).flatMap((section) =>
      Object.entries(model[section] ?? {}).flatMap(([name, object]) => {
        const key = `${section}.${name}`;
        const known = values.get(key);
        return known === undefined || known.variable !== object.environment ? [] : [[key, known.value] as const];
      }),
    ),
  );
