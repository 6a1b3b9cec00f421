/** Undoes what was done before a failure, and fails with it: what could not be undone is said beside, never instead. */
export const undoAfter = async (error: unknown, undo: () => Promise<unknown>): Promise<never> => {
  try {
    await undo();
  } catch (left) {
    if (error instanceof Error) error.message += `\n  What was created could not be removed: ${left instanceof Error ? left.message : String(left)}`;
  }
  throw error;
};
