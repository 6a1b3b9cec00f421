/**
 * The rows of the matrix. Without `packages`, a runner is the one that the repository is developed with; `of` is the
 * package that says the version.
 *
 * @typedef {{ suite: import('./cases.mjs').Suite, title: string, node: string, packages?: readonly string[], of?: string }} Row
 */

/** @type {readonly Row[]} */
export const runners = [
  { suite: 'vitest', title: 'Vitest', of: 'vitest', node: '20' },
  { suite: 'vitest', title: 'Vitest', of: 'vitest', node: '24' },
  { suite: 'vitest', title: 'Vitest', of: 'vitest', node: '24', packages: ['vitest@5', '@vitest/ui@5'] },
  { suite: 'jest', title: 'Jest', of: 'jest', node: '20' },
  { suite: 'jest', title: 'Jest', of: 'jest', node: '24' },
  { suite: 'node-test', title: 'node:test', node: '20' },
  { suite: 'node-test', title: 'node:test', node: '22' },
  { suite: 'node-test', title: 'node:test', node: '24' },
];

/** The tests that compile consumer projects. */
export const compiling = ['test/package/consumer.test.ts', 'test/runners/jest-types.test.ts', 'test/runners/matchers.test.ts'];

/** What consumers compile: the columns, what the names of the tests have in common, and how many there are. */
export const groups = [
  { name: 'ES module, CommonJS, bundled', test: 'and need the types of nothing but Node', total: 3 },
  { name: 'test files of Jest', test: 'test files compile with', total: 3 },
  { name: 'matchers of Vitest and Jest', test: 'compilers know them', total: 1 },
];

export const compilers = ['5.9', '6', '7'];

/** Runners that have no entry of ours; their examples are in docs/other-runners.md. */
export const otherRunners = [
  { title: 'Playwright Test', packages: ['@playwright/test'], of: '@playwright/test', file: 'test/runners/others/playwright.test.ts', total: 2 },
  { title: 'Mocha', packages: ['mocha'], of: 'mocha', file: 'test/runners/others/mocha.test.ts', total: 2 },
  { title: 'Bun', packages: ['bun'], of: 'bun', file: 'test/runners/others/bun.test.ts', total: 2 },
];
