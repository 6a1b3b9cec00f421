/**
 * What `setBackend` chose. It holds for the process, so something of the process has to hold it: this is the one place,
 * and a global symbol, so that the ESM and the CommonJS copy of the package agree.
 */
const KEY = Symbol.for('seaworthy.backend');

const shared = globalThis as { [KEY]?: readonly string[] | undefined };

export const chosenBackend = (): readonly string[] | undefined => shared[KEY];

/** Replaces the choice; `undefined` takes it back. */
export const chooseBackend = (names: readonly string[] | undefined): void => {
  shared[KEY] = names;
};
