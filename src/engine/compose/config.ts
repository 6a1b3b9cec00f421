import { resolveSpec, type ResolveOptions } from '../compose/resolve.ts';
import type { Model } from '../compose/model.ts';
import type { StackSource } from '../compose/source.ts';

/**
 * Resolves a stack source to its canonical model without touching an engine: the form that
 * `docker compose config --format json` prints, with strings as they are and unused resources kept.
 *
 * @throws SpecError with every problem found.
 */
export const config = async (source: StackSource, options: ResolveOptions = {}): Promise<Model> => (await resolveSpec(source, options)).model;
