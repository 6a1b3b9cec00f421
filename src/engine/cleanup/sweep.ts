import { OWNED_BY_PROCESS, type Owner } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Vantage } from './is-dead.ts';
import { isLeftover } from './is-leftover.ts';
import { currentOwner } from './owner.ts';
import { lookUpProcess } from './process-status.ts';
import { asError, isEmpty, listResources, removeResources, type Cleanable, type CleanupReport, type Resources } from './remove-resources.ts';
import { notesOfTheDead, removeNote, removeOldNotes } from './session-notes.ts';

export interface SweepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Look only at what carries each of these labels, too. */
  readonly labels?: readonly string[];
  /** Who looks; default this process. */
  readonly here?: Owner;
}

type SweptEngine = Cleanable & Pick<Runtime, 'endpoint'>;

/** The engine as this process sees it. */
const vantageOn = ({ endpoint }: Pick<Runtime, 'endpoint'>, here: Owner = currentOwner()): Vantage => ({ here, engineIsLocal: /^(unix|npipe|podman):/.test(endpoint), lookUp: lookUpProcess });

const leftoversAmong = ({ containers, networks, volumes }: Resources, vantage: Vantage, nowMs: number): Resources => {
  const left = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean => isLeftover(labels, vantage, nowMs);
  return { containers: containers.filter(left), networks: networks.filter(left), volumes: volumes.filter(left) };
};

/** Notes only spare the engine a question: what is wrong with them is said beside, and keeps nothing from being removed. */
const noting = <T>(errors: Error[], act: () => T): T | undefined => {
  try {
    return act();
  } catch (error) {
    errors.push(asError(error));
    return undefined;
  }
};

/** Removes what was owned by processes that have ended, and what was kept long enough. */
export const sweep = async (runtime: SweptEngine, { signal, labels = [], here }: SweepOptions = {}): Promise<CleanupReport> => {
  const vantage = vantageOn(runtime, here);
  const errors: Error[] = [];
  const notes = noting(errors, () => notesOfTheDead(runtime.endpoint, vantage)) ?? [];
  const owned = await listResources(runtime, [OWNED_BY_PROCESS, ...labels], signal);
  const left = leftoversAmong(owned, vantage, Date.now());
  // Where something was found, the engine may still be at work for the owner that has just ended: the next sweep looks again.
  if (labels.length === 0 && isEmpty(left)) noting(errors, () => notes.forEach(removeNote));
  if (errors.length === 0) noting(errors, () => removeOldNotes(Date.now()));
  const report = await removeResources(runtime, left, signal);
  return { ...report, errors: [...errors, ...report.errors] };
};

const NOTHING: CleanupReport = { containersRemoved: [], networksRemoved: [], volumesRemoved: [], errors: [] };

/**
 * The same at the start of something else, which it must not burden: nothing is asked of the engine unless a session has
 * left its note. What leaves none, as before the machine was started anew, is found when the run ends.
 */
export const sweepIfNoted = async (runtime: SweptEngine, options: SweepOptions = {}): Promise<CleanupReport> =>
  notesOfTheDead(runtime.endpoint, vantageOn(runtime, options.here)).length === 0 ? NOTHING : await sweep(runtime, options);
