import type { Model } from './model.ts';
import { Float, plainScalar, Timestamp } from './tree.ts';

/** The model with plain values in its extensions (`x-`), as the JSON that Compose prints is read. */
export const plainExtensions = (model: Model): Model => plain(model) as Model;

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint' || value instanceof Float || value instanceof Timestamp) return plainScalar(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
};
