import { expect, test } from 'vitest';
import { jestProject, runJest } from './jest-project.ts';

test('shows under an error what services wrote, for assertions, thrown strings, timeouts and hooks, and nothing for tests that pass', async () => {
  const { exitCode, output, read, left } = await runJest(
    jestProject({
      'shop.test.js': `
        const assert = require('node:assert');
        const { say } = require('./say.js');
        const { shop } = stacks;
        test('before', () => say(shop, 'from the test before'));
        test('refuses', async () => {
          await say(shop, 'order 1 refused: <out of stock>');
          expect(409).toBe(201);
        });
        test('after', () => say(shop, 'from the test after'));
        test('throws a string', async () => {
          await say(shop, 'before the string');
          throw 'a string';
        });
        test('asserts', async () => {
          await say(shop, 'before node:assert');
          assert.equal(409, 201);
        });
        test('times out', async () => {
          await say(shop, 'waits for ever');
          await new Promise(() => {});
        }, 3_000);
        describe('a hook of a test', () => {
          afterEach(() => { throw new Error('afterEach fails'); });
          test('passes by itself', () => say(shop, 'before the hook'));
        });
        describe('a hook of a suite', () => {
          beforeAll(async () => {
            await say(shop, 'in the hook');
            throw new Error('beforeAll fails');
          });
          test('fails with it', () => {});
        });
      `,
    }),
    { args: ['--json', '--outputFile=report.json'] },
  );
  expect(exitCode).toBe(1);
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ✓ before
      ✕ refuses
      ✓ after
      ✕ throws a string
      ✕ asserts
      ✕ times out
      a hook of a test
        ✕ passes by itself
      a hook of a suite
        ✕ fails with it

      ● refuses

        expect(received).toBe(expected) // Object.is equality

        Expected: 201
        Received: 409

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> order 1 refused: <out of stock>

           6 |         test('refuses', async () => {
           7 |           await say(shop, 'order 1 refused: <out of stock>');
        >  8 |           expect(409).toBe(201);
             |                       ^
           9 |         });
          10 |         test('after', () => say(shop, 'from the test after'));
          11 |         test('throws a string', async () => {

          at Object.toBe (shop.test.js:8:23)

      ● throws a string

        thrown: "a string"

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> before the string

           9 |         });
          10 |         test('after', () => say(shop, 'from the test after'));
        > 11 |         test('throws a string', async () => {
             |         ^
          12 |           await say(shop, 'before the string');
          13 |           throw 'a string';
          14 |         });

          at Object.test (shop.test.js:11:9)

      ● asserts

        assert.equal(received, expected)

        Expected value to be equal to:
          201
        Received:
          409

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> before node:assert

          15 |         test('asserts', async () => {
          16 |           await say(shop, 'before node:assert');
        > 17 |           assert.equal(409, 201);
             |                  ^
          18 |         });
          19 |         test('times out', async () => {
          20 |           await say(shop, 'waits for ever');

          at Object.equal (shop.test.js:17:18)

      ● times out

        thrown: "Exceeded timeout of 3000 ms for a test.
        Add a timeout value to this test to increase the timeout, if this is a long-running test. See https://jestjs.io/docs/api#testname-fn-timeout."

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> waits for ever

          17 |           assert.equal(409, 201);
          18 |         });
        > 19 |         test('times out', async () => {
             |         ^
          20 |           await say(shop, 'waits for ever');
          21 |           await new Promise(() => {});
          22 |         }, 3_000);

          at Object.test (shop.test.js:19:9)

      ● a hook of a test › passes by itself

        afterEach fails

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> before the hook

          22 |         }, 3_000);
          23 |         describe('a hook of a test', () => {
        > 24 |           afterEach(() => { throw new Error('afterEach fails'); });
             |                                   ^
          25 |           test('passes by itself', () => say(shop, 'before the hook'));
          26 |         });
          27 |         describe('a hook of a suite', () => {

          at Object.<anonymous> (shop.test.js:24:35)

      ● a hook of a suite › fails with it

        beforeAll fails

        stack shop (project shop-<id>) during this suite:
          db   running, no lines
          web  running, 1 line:
            web | <time> in the hook

          28 |           beforeAll(async () => {
          29 |             await say(shop, 'in the hook');
        > 30 |             throw new Error('beforeAll fails');
             |                   ^
          31 |           });
          32 |           test('fails with it', () => {});
          33 |         });

          at Object.<anonymous> (shop.test.js:30:19)

    Test Suites: 1 failed, 1 total
    Tests:       6 failed, 2 passed, 8 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites.
    Test results written to: report.json"
  `);
  const report = JSON.parse(await read('report.json')) as { testResults: { assertionResults: { title: string; failureMessages: string[] }[] }[] };
  const messages = Object.fromEntries(report.testResults[0]!.assertionResults.map(({ title, failureMessages }) => [title, failureMessages.join('\n').replace(/\n +at [^]*/, '')]));
  expect(messages['before']).toBe('');
  expect(messages['refuses']).toMatchInlineSnapshot(`
    "Error: expect(received).toBe(expected) // Object.is equality

    Expected: 201
    Received: 409

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> order 1 refused: <out of stock>
    "
  `);
  expect(await left()).toEqual([]);
});

test('shows it once for each attempt, for concurrent tests, for hooks after a file, and in annotations', async () => {
  const { exitCode, output, left } = await runJest(
    jestProject(
      {
        'b-concurrent.test.js': `
          const { say } = require('./say.js'); let fastSays; const fastSaid = new Promise((resolve) => { fastSays = resolve; });
          test.concurrent('slow', async () => {
            await fastSaid.then(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
            await say(stacks.shop, 'from the slow one');
            throw new Error('slow fails');
          });
          test.concurrent('fast', async () => {
            await say(stacks.shop, 'from the fast one').then(fastSays);
            throw new Error('fast fails');
          });
          // The longest file runs first.
        `,
        'c-retry.test.js': `
          const { say } = require('./say.js');
          jest.retryTimes(1, { logErrorsBeforeRetry: true });
          let attempt = 0;
          test('never passes', async () => {
            await say(stacks.shop, 'attempt ' + ++attempt);
            throw new Error('no');
          });
        `,
        'd-after-all.test.js': `
          const { say } = require('./say.js');
          afterAll(async () => {
            await say(stacks.shop, 'in afterAll');
            throw new Error('afterAll fails');
          });
          test('passes', () => {});
        `,
      },
      `reporters: [['github-actions', { silent: true }], 'default'],`,
    ),
    { env: { GITHUB_ACTIONS: 'true' } },
  );
  expect(exitCode).toBe(1);
  expect(output).toMatchInlineSnapshot(`
    "::error file=<project>/b-concurrent.test.js,line=6,title=slow::slow fails%0A%0Astack shop (project shop-<id>) during this test:%0A  db   running, no lines%0A  web  running, 2 lines:%0A    web | <time> from the fast one%0A    web | <time> from the slow one%0A    at Object.<anonymous> (b-concurrent.test.js:6:19)

    ::error file=<project>/b-concurrent.test.js,line=10,title=fast::fast fails%0A%0Astack shop (project shop-<id>) during this test:%0A  db   running, no lines%0A  web  running, 1 line:%0A    web | <time> from the fast one%0A    at Object.<anonymous> (b-concurrent.test.js:10:19)
    FAIL ./b-concurrent.test.js
      ● slow

        slow fails

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 2 lines:
            web | <time> from the fast one
            web | <time> from the slow one

          4 |             await fastSaid.then(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
          5 |             await say(stacks.shop, 'from the slow one');
        > 6 |             throw new Error('slow fails');
            |                   ^
          7 |           });
          8 |           test.concurrent('fast', async () => {
          9 |             await say(stacks.shop, 'from the fast one').then(fastSays);

          at Object.<anonymous> (b-concurrent.test.js:6:19)

      ● fast

        fast fails

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> from the fast one

           8 |           test.concurrent('fast', async () => {
           9 |             await say(stacks.shop, 'from the fast one').then(fastSays);
        > 10 |             throw new Error('fast fails');
             |                   ^
          11 |           });
          12 |           // The longest file runs first.
          13 |

          at Object.<anonymous> (b-concurrent.test.js:10:19)


    ::warning file=<project>/c-retry.test.js,line=7,title=RETRY 1: never passes::no%0A%0Astack shop (project shop-<id>) during this test:%0A  db   running, no lines%0A  web  running, 1 line:%0A    web | <time> attempt 1%0A    at Object.<anonymous> (c-retry.test.js:7:19)

    ::error file=<project>/c-retry.test.js,line=7,title=never passes::no%0A%0Astack shop (project shop-<id>) during this test:%0A  db   running, no lines%0A  web  running, 1 line:%0A    web | <time> attempt 2%0A    at Object.<anonymous> (c-retry.test.js:7:19)
     LOGGING RETRY ERRORS  never passes
     RETRY 1

        no

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> attempt 1

          5 |           test('never passes', async () => {
          6 |             await say(stacks.shop, 'attempt ' + ++attempt);
        > 7 |             throw new Error('no');
            |                   ^
          8 |           });
          9 |

          at Object.<anonymous> (c-retry.test.js:7:19)

    FAIL ./c-retry.test.js
      ● never passes

        no

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> attempt 2

          5 |           test('never passes', async () => {
          6 |             await say(stacks.shop, 'attempt ' + ++attempt);
        > 7 |             throw new Error('no');
            |                   ^
          8 |           });
          9 |

          at Object.<anonymous> (c-retry.test.js:7:19)


    ::group::Errors thrown in b-concurrent.test.js
      ● slow

        slow fails

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 2 lines:
            web | <time> from the fast one
            web | <time> from the slow one

          4 |             await fastSaid.then(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
          5 |             await say(stacks.shop, 'from the slow one');
        > 6 |             throw new Error('slow fails');
            |                   ^
          7 |           });
          8 |           test.concurrent('fast', async () => {
          9 |             await say(stacks.shop, 'from the fast one').then(fastSays);

          at Object.<anonymous> (b-concurrent.test.js:6:19)

      ● fast

        fast fails

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> from the fast one

           8 |           test.concurrent('fast', async () => {
           9 |             await say(stacks.shop, 'from the fast one').then(fastSays);
        > 10 |             throw new Error('fast fails');
             |                   ^
          11 |           });
          12 |           // The longest file runs first.
          13 |

          at Object.<anonymous> (b-concurrent.test.js:10:19)

    ::endgroup::
    ::group::Errors thrown in c-retry.test.js
      ● never passes

        no

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> attempt 2

          5 |           test('never passes', async () => {
          6 |             await say(stacks.shop, 'attempt ' + ++attempt);
        > 7 |             throw new Error('no');
            |                   ^
          8 |           });
          9 |

          at Object.<anonymous> (c-retry.test.js:7:19)

    ::endgroup::
    ::group::Errors thrown in d-after-all.test.js


      ● Test suite failed to run

        afterAll fails

        stack shop (project shop-<id>) during this file:
          db   running, no lines
          web  running, 1 line:
            web | <time> in afterAll

          3 |           afterAll(async () => {
          4 |             await say(stacks.shop, 'in afterAll');
        > 5 |             throw new Error('afterAll fails');
            |                   ^
          6 |           });
          7 |           test('passes', () => {});
          8 |

          at Object.<anonymous> (d-after-all.test.js:5:19)

    ::endgroup::
    FAIL ./d-after-all.test.js


      ● Test suite failed to run

        afterAll fails

        stack shop (project shop-<id>) during this file:
          db   running, no lines
          web  running, 1 line:
            web | <time> in afterAll

          3 |           afterAll(async () => {
          4 |             await say(stacks.shop, 'in afterAll');
        > 5 |             throw new Error('afterAll fails');
            |                   ^
          6 |           });
          7 |           test('passes', () => {});
          8 |

          at Object.<anonymous> (d-after-all.test.js:5:19)

    Test Suites: 3 failed, 3 total
    Tests:       3 failed, 1 passed, 4 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(await left()).toEqual([]);
});
