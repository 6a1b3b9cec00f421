/**
 * Runs tasks at once and waits for every one of them, also when one fails: the first failure is passed on at once,
 * so that the others can stop, and is thrown when all have come to rest. Nothing is then still being created.
 */
export const runAll = async <T>(tasks: readonly Promise<T>[], onFailure: (error: unknown) => void): Promise<readonly T[]> => {
  let failed: { readonly error: unknown } | undefined;
  const results = await Promise.allSettled(
    tasks.map(async (task) => {
      try {
        return await task;
      } catch (error) {
        failed ??= { error };
        onFailure(error);
        throw error;
      }
    }),
  );
  if (failed !== undefined) throw failed.error;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};
