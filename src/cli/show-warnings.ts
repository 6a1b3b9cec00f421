import type { Warning } from '../engine/compose/resolved.ts';
import type { Output } from './output.ts';

/** Shows each warning once, with the place that it is about, where that is one of the model. */
export const showWarnings = (warnings: readonly Warning[], output: Output): void => {
  for (const line of new Set(warnings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)))) output.warning(line);
};
