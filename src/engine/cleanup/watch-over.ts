import type { Runtime } from '../runtime/runtime.ts';
import { ofThisProcess } from './of-this-process.ts';
import { currentOwner } from './owner.ts';
import { writeNote } from './session-notes.ts';
import { startWatcher, type Watcher } from './start-watcher.ts';

/** The watchers of this process, one for each engine that it has something on. */
const watchers = (): Map<string, Watcher> => ofThisProcess('watchers', () => new Map<string, Watcher>());

const noted = (endpoint: string, tell: (text: string) => void): string | undefined => {
  try {
    return writeNote(endpoint, currentOwner());
  } catch (error) {
    tell(`what this run leaves may be found late: no note of it can be written (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
};

/**
 * The watcher of this process on an engine, which is started unless it runs. Without one, what a killed run leaves is
 * removed at the next start.
 *
 * @param tell told, in a sentence, why there is none; that is no reason not to go on
 */
export const watchOver = (runtime: Pick<Runtime, 'endpoint' | 'facts' | 'target'>, tell: (text: string) => void): Watcher | undefined => {
  const known = watchers();
  const { endpoint, facts } = runtime;
  const running = known.get(endpoint);
  if (running !== undefined) return running;
  const order = { session: currentOwner().session, endpoint: runtime.target(), facts, note: noted(endpoint, tell) };
  const watcher = startWatcher(order, (why) => {
    // The next call starts another.
    known.delete(endpoint);
    tell(`nobody watches over this run (${why}): what it leaves, should it be killed, is removed when the next one starts`);
  });
  if (watcher !== undefined) known.set(endpoint, watcher);
  return watcher;
};

/** Lets what belongs to a project outlive this process; it has to be labelled as something that may. */
export const keepProject = (project: string): void => {
  for (const watcher of watchers().values()) watcher.send({ say: 'keep', project });
};
