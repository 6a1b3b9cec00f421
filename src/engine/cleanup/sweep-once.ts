import type { Runtime } from '../runtime/runtime.ts';
import { ofThisProcess } from './of-this-process.ts';
import { removedText } from './report-text.ts';
import { sweepIfNoted } from './sweep.ts';

/** Sweeping is not what the user waits for. */
const SWEEP_MS = 20_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const sweepAndTell = async (runtime: Runtime, tell: (text: string) => void, signal: AbortSignal): Promise<void> => {
  const report = await sweepIfNoted(runtime, { signal });
  const removed = removedText(report);
  if (removed !== '') tell(`removed what runs that have ended left: ${removed}`);
  for (const error of report.errors) tell(`something that a run that has ended left is still there: ${messageOf(error)}`);
};

/**
 * Removes what dead runs left on an engine, once in a process. What goes wrong is told in a sentence, and the next
 * start tries again: it rejects only with what `tell` throws.
 */
export const sweepOnce = (runtime: Runtime, tell: (text: string) => void, signal: AbortSignal | undefined): Promise<void> => {
  const sweeps = ofThisProcess('sweeps', () => new Map<string, Promise<void>>());
  const under = sweeps.get(runtime.endpoint);
  if (under !== undefined) return under;
  const budget = AbortSignal.timeout(SWEEP_MS);
  const sweeping = sweepAndTell(runtime, tell, signal === undefined ? budget : AbortSignal.any([budget, signal])).catch((error: unknown) => {
    sweeps.delete(runtime.endpoint);
    if (signal?.aborted !== true) tell(`what runs that have ended left could not be looked for: ${messageOf(error)}`);
  });
  sweeps.set(runtime.endpoint, sweeping);
  return sweeping;
};
