/**
 * Does several things at once. The first failure ends the others through their signal, and only when all have ended does
 * it surface: nothing goes on behind the back of whoever is told.
 *
 * @template T
 * @param {readonly ((signal: AbortSignal) => Promise<T>)[]} works
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<T[]>} what they resolved with, in their order
 */
export async function together(works, signal) {
  const failed = new AbortController();
  const either = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
  const results = await Promise.all(
    works.map(async (work) => {
      try {
        return { value: await work(either) };
      } catch (error) {
        failed.abort(error);
        return undefined;
      }
    }),
  );
  signal?.throwIfAborted();
  failed.signal.throwIfAborted();
  return results.map((result) => /** @type {{ value: T }} */ (result).value);
}
