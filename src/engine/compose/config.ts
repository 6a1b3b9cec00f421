import type { Model } from './model.ts';
import type { ResolveOptions } from './resolve.ts';
import type { StackSource } from './source.ts';

/**
 * Resolves a stack source to its canonical model without touching an engine: the form that
 * `docker compose config --format json` prints, with strings as they are and unused resources kept.
 *
 * @throws SpecError with every problem found.
 */
export const config = async (source: StackSource, options: ResolveOptions = {}): Promise<Model> => {
  // The parser and the schemas are loaded by the call that needs them.
  const { resolveSpec } = await import('./resolve.ts');
  return (await resolveSpec(source, options)).model;
};
