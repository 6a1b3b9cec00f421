/**
 * Registers the matchers with Jest, and their types: `setupFilesAfterEnv: ['seaworthy/matchers/jest']`. The types are
 * those of `@jest/globals` and of `@types/jest`.
 */
import { expect } from '@jest/globals';
import * as matchers from './index.ts';
import type { SeaworthyMatchers } from './index.ts';

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- merging is the point, and asks for the same parameter
  interface Matchers<R extends void | Promise<void>> extends SeaworthyMatchers {}
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- it is how @types/jest is extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- as above
    interface Matchers<R> extends SeaworthyMatchers {}
  }
}

expect.extend({ ...matchers });
