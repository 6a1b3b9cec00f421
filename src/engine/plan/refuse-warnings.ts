import { SpecError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';

/** What `strict` does with warnings. @throws SpecError SPEC_INVALID when there are any */
export const refuseWarnings = (subject: 'stack' | 'container', warnings: readonly Warning[]): void => {
  if (warnings.length === 0) return;
  const lines = warnings.map(({ path, message }) => (path === '' ? `  ${message}` : `  ${path}: ${message}`));
  throw new SpecError('SPEC_INVALID', `The engine in use cannot honour the whole ${subject}, and strict is set:\n${lines.join('\n')}\n  Remove these fields, use another engine, or leave strict off to go on without them.`, warnings);
};
