import { BackendError } from '../../errors.ts';
import type { Cancellable } from './cancellable.ts';
import { pause } from './pause.ts';
import { isConnectionLost } from './translate-error.ts';

/** A restarted proxy or a short overload is over by then; an engine that is gone is not kept secret for long. */
const PAUSES_MS = [50, 300];

interface AskAgain<T> extends Cancellable {
  /** Whether an answer is one that another try may better. */
  readonly isPassing: (answer: T) => boolean;
}

/** Asks what may be asked twice again, twice at most, when the connection broke or the answer is a passing trouble. */
export async function askAgain<T>(ask: () => Promise<T>, { isPassing, signal }: AskAgain<T>): Promise<T> {
  for (const pauseMs of PAUSES_MS) {
    try {
      const answer = await ask();
      if (!isPassing(answer)) return answer;
    } catch (error) {
      if (!(error instanceof BackendError) || !isConnectionLost(error.cause)) throw error;
    }
    await pause(pauseMs, signal);
  }
  return await ask();
}
