/**
 * Registers the matchers with Vitest, and their types: `import 'seaworthy/matchers/vitest'` in a setup file or a test.
 */
import { expect } from 'vitest';
import * as matchers from './index.ts';
import type { SeaworthyMatchers } from './index.ts';

declare module 'vitest' {
  // Vitest 4 gives it one type parameter and Vitest 5 two, with defaults for all: a declaration without any merges with both.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is the point
  interface Matchers extends SeaworthyMatchers {}
}

expect.extend({ ...matchers });
