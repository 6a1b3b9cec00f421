import { TimeoutError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Also the time for the whole of an `up` that says nothing else. */
export const DEFAULT_TIMEOUT_MS = 120_000;

interface Patience {
  readonly runtime: Pick<Runtime, 'endpoint'>;
  /** How long the engine may be silent, in milliseconds; default 120 000. */
  readonly timeoutMs: number | undefined;
  /** What the answer is for, as in "while … ". */
  readonly meanwhile: string;
}

/**
 * Waits for what an engine that is well answers at once. Whoever asked ends the request that is given up.
 *
 * @throws TimeoutError when the engine has been silent for that long.
 */
export const answered = async <T>(asked: Promise<T>, { runtime, timeoutMs = DEFAULT_TIMEOUT_MS, meanwhile }: Patience): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`The container engine at ${runtime.endpoint} has not answered for ${String(timeoutMs)} ms while ${meanwhile}.\n  See whether it hangs, and read its log.`)), timeoutMs);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
};
