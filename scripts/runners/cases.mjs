/**
 * What must hold in each runner, and the tests of test/runners that show it, by the beginnings of their names.
 *
 * @typedef {'vitest' | 'jest' | 'node-test'} Suite
 */

/** @type {readonly ({ name: string } & Readonly<Record<Suite, readonly string[]>>)[]} */
export const cases = [
  {
    name: 'pass',
    vitest: ['prints nothing while tests pass', 'provides stacks as plain data and as handles'],
    jest: ['provides stacks on the global object'],
    'node-test': ['a stack for the tests of a file, with what it wrote'],
  },
  {
    name: 'assertion failure',
    vitest: ['shows under the error of a failing test what its services wrote'],
    jest: ['shows under an error what services wrote'],
    'node-test': ['a stack for the tests of a file, with what it wrote'],
  },
  {
    name: 'thrown string',
    vitest: ['shows it for timeouts, thrown strings, and hooks'],
    jest: ['shows under an error what services wrote'],
    'node-test': ['a stack for the tests of a file, with what it wrote'],
  },
  {
    name: 'timeout',
    vitest: ['shows it for timeouts, thrown strings, and hooks'],
    jest: ['shows under an error what services wrote'],
    'node-test': ['a stack for the tests of a file, with what it wrote'],
  },
  {
    name: 'hook failure',
    vitest: ['shows it for timeouts, thrown strings, and hooks'],
    jest: ['shows under an error what services wrote'],
    'node-test': ['shows what services wrote under the error of a failing hook'],
  },
  {
    name: 'startup failure',
    vitest: ['a service that does not become healthy ends the run', 'a stack that does not come up fails the test that asked for it'],
    jest: ['a stack of the run that does not come up', 'a stack of a file that does not come up'],
    'node-test': ['a stack that does not come up, and one that cannot be taken down'],
  },
  {
    name: 'teardown failure',
    vitest: ['a stack that cannot be taken down fails the run'],
    jest: ['stacks that cannot be taken down fail the run'],
    'node-test': ['a stack that does not come up, and one that cannot be taken down'],
  },
  {
    name: 'concurrent',
    vitest: ['shows a concurrent test what was written in its own time'],
    jest: ['shows it once for each attempt, for concurrent tests'],
    'node-test': ['shows what services wrote under the error of a failing hook, and of a concurrent test'],
  },
  {
    name: 'retry',
    vitest: ['shows it once for a test that was tried again', 'each attempt of a test has a stack of its own'],
    jest: ['shows it once for each attempt, for concurrent tests'],
    // Node has no option that tries a test again.
    'node-test': [],
  },
  {
    name: 'watch',
    vitest: ['in watch mode a stack stays between reruns'],
    jest: ['in watch mode a stack stays between runs'],
    'node-test': ['in watch mode each run of a file has a stack of its own'],
  },
  {
    name: 'no engine',
    vitest: ['without an engine the run ends with one message', 'without an engine tests can be skipped', 'without an engine fixtures'],
    jest: ['without an engine the run ends with one message', 'without an engine tests are skipped'],
    'node-test': ['without an engine tests fail with one message, or are skipped'],
  },
  {
    name: 'matchers',
    vitest: ['Vitest knows them'],
    jest: ['Jest knows them'],
    // Matchers extend `expect`, which Node's runner has not.
    'node-test': [],
  },
];

/**
 * The files that a suite's tests are in.
 *
 * @type {Readonly<Record<Suite, readonly string[]>>}
 */
export const filesOf = {
  vitest: ['evidence', 'fixtures', 'global-setup', 'keep-and-skip', 'watch'].map((name) => `test/runners/vitest-${name}.test.ts`).concat('test/runners/matchers.test.ts'),
  jest: ['evidence', 'failures', 'global-setup', 'watch'].map((name) => `test/runners/jest-${name}.test.ts`).concat('test/runners/matchers.test.ts'),
  'node-test': ['test', 'test-hooks', 'test-watch'].map((name) => `test/runners/node-${name}.test.ts`),
};

/**
 * The tests that a run of a suite's cases has to run, as Vitest's `-t` takes them.
 *
 * @param {Suite} suite
 */
export const testsOf = (suite) => `^(${[...new Set(cases.flatMap((one) => one[suite]))].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`;
