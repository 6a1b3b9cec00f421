import { setTimeout as sleep } from 'node:timers/promises';
import { COMPOSE_LABEL, keepInLabels, ofSession, OWNED_BY_PROCESS } from '../plan/labels.ts';
import { isEmpty, listResources, removeResources, type Cleanable, type Resources } from './remove-resources.ts';
import type { Watched } from './watcher-lines.ts';

/** How often the engine is looked at, at first and later, and how long at most, in milliseconds. */
export interface CleanUpTimes {
  readonly lookMs: number;
  readonly lookAtMostMs: number;
  /** How long nothing may have shown up before nothing more is expected: what was being created comes late. */
  readonly quietMs: number;
  readonly answerWithinMs: number;
  readonly giveUpAfterMs: number;
}

const TIMES: CleanUpTimes = { lookMs: 200, lookAtMostMs: 2_000, quietMs: 2_500, answerWithinMs: 30_000, giveUpAfterMs: 180_000 };

type Connected = Cleanable & { readonly close: () => void };

const stays = (labels: Readonly<Record<string, string>>, kept: Watched['kept']): boolean => {
  const keep = keepInLabels(labels);
  return keep !== undefined && (keep.when === 'always' || kept.includes(labels[COMPOSE_LABEL.project] ?? ''));
};

const without = ({ containers, networks, volumes }: Resources, kept: Watched['kept']): Resources => {
  const goes = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean => !stays(labels, kept);
  return { containers: containers.filter(goes), networks: networks.filter(goes), volumes: volumes.filter(goes) };
};

/**
 * Removes what a session owns, until the engine has nothing of it any more. It may be busy, be restarted or be away for a
 * while: it is asked again, and connected to again, for minutes.
 *
 * @returns whether nothing is left
 */
export const cleanUpSession = async (session: string, { creating, kept }: Pick<Watched, 'creating' | 'kept'>, connect: (signal: AbortSignal) => Promise<Connected>, times: CleanUpTimes = TIMES): Promise<boolean> => {
  const endMs = Date.now() + times.giveUpAfterMs;
  let engine: Connected | undefined;
  let nothingSinceMs: number | undefined;
  // Nothing is expected where nothing was under way and nothing is there.
  let quietMs = creating > 0 ? times.quietMs : 0;
  try {
    for (let lookMs = times.lookMs; Date.now() < endMs; lookMs = Math.min(lookMs * 1.5, times.lookAtMostMs)) {
      try {
        const signal = AbortSignal.timeout(times.answerWithinMs);
        engine ??= await connect(signal);
        const left = without(await listResources(engine, [OWNED_BY_PROCESS, ofSession(session)], signal), kept);
        if (isEmpty(left)) {
          nothingSinceMs ??= Date.now();
          if (Date.now() - nothingSinceMs >= quietMs) return true;
        } else {
          quietMs = times.quietMs;
          nothingSinceMs = undefined;
          await removeResources(engine, left, signal);
          lookMs = times.lookMs;
        }
      } catch {
        // The next look is over a new connection. There is nobody to tell why: whoever wanted to know has ended.
        engine?.close();
        engine = undefined;
        nothingSinceMs = undefined;
      }
      await sleep(lookMs);
    }
    return false;
  } finally {
    engine?.close();
  }
};
