import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN_MS = 30_000;

/** Asks again and again until the answer is neither false nor nothing; one that does not come fails the test. */
export const until = async <T>(what: string, look: () => Promise<T | false | null | undefined>): Promise<T> => {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`${what} did not come true within ${String(WITHIN_MS)} ms`);
    await sleep(50);
  }
};
