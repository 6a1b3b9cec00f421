import os from 'node:os';

/**
 * Something that there is one of in a process, also across copies of the package and across the realms in which a test
 * runner evaluates test files: each has a global object of its own, but Node's own modules are the same objects in all.
 * A worker thread has its own.
 */
export const ofThisProcess = <T extends object>(name: string, create: () => T): T => {
  const key = Symbol.for(`seaworthy.${name}`);
  const shared = os as unknown as Record<symbol, T | undefined>;
  const found = shared[key];
  if (found !== undefined) return found;
  const created = create();
  Object.defineProperty(shared, key, { value: created, enumerable: false });
  return created;
};
