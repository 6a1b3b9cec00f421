/**
 * The watcher: a program of its own that waits, beside a process that owns something on an engine, for the end of that
 * process, and then removes what is left of it. It learns of the end from the pipe between them, which the system closes
 * however a process ends.
 */
import { createInterface } from 'node:readline';
import { cleanUpSession } from './cleanup/clean-up-session.ts';
import { removeNote } from './cleanup/session-notes.ts';
import { sweep } from './cleanup/sweep.ts';
import { NOTHING_WATCHED, takeLine, type Watched, type WatcherOrder } from './cleanup/watcher-lines.ts';
import { connectPlainly } from './runtime/connect-plainly.ts';

const SWEEP_MS = 60_000;

/** What ends a run must not end the watcher: it ends by itself soon after. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const untilItEnds = async (): Promise<Watched> => {
  let watched = NOTHING_WATCHED;
  for await (const line of createInterface({ input: process.stdin })) watched = takeLine(watched, line);
  return watched;
};

/** What others left and no start has noticed; whatever goes wrong, the next watcher tries again, and there is nobody to tell. */
const sweepForOthers = async ({ endpoint, facts }: WatcherOrder): Promise<void> => {
  const signal = AbortSignal.timeout(SWEEP_MS);
  const engine = await connectPlainly(endpoint, facts, { signal });
  try {
    await sweep(engine, { signal });
  } finally {
    engine.close();
  }
};

const watched = await untilItEnds();
const { order } = watched;
if (order !== undefined) {
  const { session, endpoint, facts, note } = order;
  const nothingIsLeft = await cleanUpSession(session, watched, (signal) => connectPlainly(endpoint, facts, { signal }));
  if (nothingIsLeft) {
    if (note !== undefined) removeNote(note);
    await sweepForOthers(order).catch(() => undefined);
  }
}
