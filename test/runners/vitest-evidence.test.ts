import { expect, test } from 'vitest';
import { runVitest } from './inline-project.ts';
import { vitestMajor } from './runner-under-test.ts';
import { shopProject } from './shop-project.ts';

const head = `
  import { injectStack } from 'seaworthy/vitest';
  import { afterEach, beforeAll, describe, expect, test } from 'vitest';
  import { say } from './say.ts';
  const shop = injectStack('shop');
`;

test('prints nothing while tests pass', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `${head}
        test('answers', async () => {
          await say(shop, 'GET /');
          expect((await fetch(shop.services.web.url(80))).status).toBe(404);
        });
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ✓ shop.test.ts (1 test) <ms>

     Test Files  1 passed (1)
          Tests  1 passed (1)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(0);
});

test('shows under the error of a failing test what its services wrote during it, in terminal, JUnit, JSON and annotations', async () => {
  const reporters = `reporters: ['default', 'github-actions', ['junit', { outputFile: 'junit.xml' }], ['json', { outputFile: 'report.json' }]]`;
  const { exitCode, output, read } = await runVitest(
    shopProject(
      {
        'shop.test.ts': `${head}
          test('before', async () => {
            await say(shop, 'from the test before');
          });
          test('refuses', async () => {
            await say(shop, 'order 1 refused: <out of stock>');
            expect(409).toBe(201);
          });
          test('after', async () => {
            await say(shop, 'from the test after');
          });
        `,
      },
      reporters,
    ),
  );
  expect(exitCode).toBe(1);
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (3 tests | 1 failed) <ms>
       ✓ before <ms>
       × refuses <ms>
       ✓ after <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > refuses
    AssertionError: expected 409 to be 201 // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> order 1 refused: <out of stock>

    - Expected
    + Received

    - 201
    + 409

     ❯ shop.test.ts:12:25
         10|           test('refuses', async () => {
         11|             await say(shop, 'order 1 refused: <out of stock>');
         12|             expect(409).toBe(201);
           |                         ^
         13|           });
         14|           test('after', async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯


     Test Files  1 failed (1)
          Tests  1 failed | 2 passed (3)
       Start at  <time>
       Duration <ms>


    ::error file=<project>/shop.test.ts,title=shop.test.ts > refuses,line=12,column=25::AssertionError: expected 409 to be 201 // Object.is equality%0A%0Astack shop (project shop-<id>) during this test:%0A  db   running, no lines%0A  web  running, 1 line:%0A    web | <time> order 1 refused: <out of stock>%0A%0A- Expected%0A+ Received%0A%0A- 201%0A+ 409%0A%0A ❯ shop.test.ts:12:25%0A%0A
    JSON report written to <project>/report.json
    JUNIT report written to <project>/junit.xml"
  `);
  expect(await read('junit.xml')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8" ?>
    <testsuites name="vitest tests" tests="3" failures="1" errors="0" time="<s>">
        <testsuite name="shop.test.ts" timestamp="<date>" hostname="<host>" tests="3" failures="1" errors="0" skipped="0" time="<s>">
            <testcase classname="shop.test.ts" name="before" time="<s>">
            </testcase>
            <testcase classname="shop.test.ts" name="refuses" time="<s>">
                <failure message="expected 409 to be 201 // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> order 1 refused: &lt;out of stock&gt;" type="AssertionError">
    AssertionError: expected 409 to be 201 // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> order 1 refused: &lt;out of stock&gt;

    - Expected
    + Received

    - 201
    + 409

     ❯ shop.test.ts:12:25
                </failure>
            </testcase>
            <testcase classname="shop.test.ts" name="after" time="<s>">
            </testcase>
        </testsuite>
    </testsuites>"
  `);
  const report = JSON.parse(await read('report.json')) as { testResults: { assertionResults: { title: string; failureMessages: string[]; meta: object }[] }[] };
  const [before, refuses] = report.testResults[0]!.assertionResults;
  expect(before).toMatchObject({ failureMessages: [], meta: {} });
  expect(refuses!.meta).toEqual({});
  expect(refuses!.failureMessages.join('\n').replace(/\n +at [^]*/, '')).toMatchInlineSnapshot(`
    "AssertionError: expected 409 to be 201 // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> order 1 refused: <out of stock>
    "
  `);
});

test('shows it for timeouts, thrown strings, and hooks of tests and suites', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `${head}
        test('throws a string', async () => {
          await say(shop, 'before the string');
          throw 'a string';
        });
        test('times out', { timeout: 3_000 }, async () => {
          await say(shop, 'waits for ever');
          await new Promise(() => {});
        });
        describe('a hook of a test', () => {
          afterEach(() => { throw new Error('afterEach fails'); });
          test('passes by itself', () => say(shop, 'before the hook'));
        });
        describe('a hook of a suite', () => {
          beforeAll(async () => {
            await say(shop, 'in the hook');
            throw new Error('beforeAll fails');
          });
          test('is skipped', () => {});
        });
      `,
    }),
  );
  expect(exitCode).toBe(1);
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (4 tests | 3 failed | 1 skipped) <ms>
       × throws a string <ms>
       × times out <ms>
         × passes by itself <ms>
         ↓ is skipped

    ⎯⎯⎯⎯⎯⎯ Failed Suites 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > a hook of a suite
    Error: beforeAll fails

    stack shop (project shop-<id>) during this suite:
      db   running, no lines
      web  running, 1 line:
        web | <time> in the hook

     ❯ shop.test.ts:22:19
         20|           beforeAll(async () => {
         21|             await say(shop, 'in the hook');
         22|             throw new Error('beforeAll fails');
           |                   ^
         23|           });
         24|           test('is skipped', () => {});

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/4]⎯


    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 3 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > throws a string
    Unknown Error: a string

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> before the string

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/4]⎯

     FAIL  shop.test.ts > times out
    Error: Test timed out in 3000ms.
    If this is a long-running test, pass a timeout value as the last argument or configure it globally with "testTimeout".

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> waits for ever

     ❯ shop.test.ts:11:9
          9|           throw 'a string';
         10|         });
         11|         test('times out', { timeout: 3_000 }, async () => {
           |         ^
         12|           await say(shop, 'waits for ever');
         13|           await new Promise(() => {});

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[3/4]⎯

     FAIL  shop.test.ts > a hook of a test > passes by itself
    Error: afterEach fails

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 1 line:
        web | <time> before the hook

     ❯ shop.test.ts:16:35
         14|         });
         15|         describe('a hook of a test', () => {
         16|           afterEach(() => { throw new Error('afterEach fails'); });
           |                                   ^
         17|           test('passes by itself', () => say(shop, 'before the hook'));
         18|         });

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[4/4]⎯


     Test Files  1 failed (1)
          Tests  3 failed | 1 skipped (4)
       Start at  <time>
       Duration <ms>"
  `);
});

test('shows it once for a test that was tried again, and not for one that passed in the end', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `${head}
        let tries = 0;
        test('never passes', { retry: 2 }, async () => {
          await say(shop, 'attempt');
          expect('attempt').toBe('success');
        });
        test('passes in the end', { retry: 2 }, async () => {
          await say(shop, 'flaky attempt');
          expect(tries++).toBe(1);
        });
      `,
    }),
  );
  expect(exitCode).toBe(1);
  // Vitest 5 shows attempts with the same error as one.
  if (vitestMajor >= 5) {
    expect(output).toMatchInlineSnapshot(`
      "RUN  v<version> <project>

       ❯ shop.test.ts (2 tests | 1 failed) <ms>
         × never passes <ms> (retry x2)
         ✓ passes in the end <ms> (retry x1)

      ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

       FAIL  shop.test.ts > never passes (initial run, 1st retry)
      AssertionError: expected 'attempt' to be 'success' // Object.is equality

      Expected: "success"
      Received: "attempt"

       ❯ shop.test.ts:10:29
            8|         test('never passes', { retry: 2 }, async () => {
            9|           await say(shop, 'attempt');
           10|           expect('attempt').toBe('success');
             |                             ^
           11|         });
           12|         test('passes in the end', { retry: 2 }, async () => {

      ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯

       FAIL  shop.test.ts > never passes (2nd retry)
      AssertionError: expected 'attempt' to be 'success' // Object.is equality

      stack shop (project shop-<id>) during this test:
        db   running, no lines
        web  running, 3 lines:
          web | <time> attempt
          web | <time> attempt
          web | <time> attempt

      Expected: "success"
      Received: "attempt"

       ❯ shop.test.ts:10:29
            8|         test('never passes', { retry: 2 }, async () => {
            9|           await say(shop, 'attempt');
           10|           expect('attempt').toBe('success');
             |                             ^
           11|         });
           12|         test('passes in the end', { retry: 2 }, async () => {

      ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/2]⎯


       Test Files  1 failed (1)
            Tests  1 failed | 1 passed (2)
         Start at  <time>
         Duration <ms>"
    `);
    return;
  }
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (2 tests | 1 failed) <ms>
       × never passes <ms> (retry x2)
       ✓ passes in the end <ms> (retry x1)

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > never passes
     FAIL  shop.test.ts > never passes
    AssertionError: expected 'attempt' to be 'success' // Object.is equality

    Expected: "success"
    Received: "attempt"

     ❯ shop.test.ts:10:29
          8|         test('never passes', { retry: 2 }, async () => {
          9|           await say(shop, 'attempt');
         10|           expect('attempt').toBe('success');
           |                             ^
         11|         });
         12|         test('passes in the end', { retry: 2 }, async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/3]⎯

     FAIL  shop.test.ts > never passes
    AssertionError: expected 'attempt' to be 'success' // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 3 lines:
        web | <time> attempt
        web | <time> attempt
        web | <time> attempt

    Expected: "success"
    Received: "attempt"

     ❯ shop.test.ts:10:29
          8|         test('never passes', { retry: 2 }, async () => {
          9|           await say(shop, 'attempt');
         10|           expect('attempt').toBe('success');
           |                             ^
         11|         });
         12|         test('passes in the end', { retry: 2 }, async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/3]⎯


     Test Files  1 failed (1)
          Tests  1 failed | 1 passed (2)
       Start at  <time>
       Duration <ms>"
  `);
});

test('waits for what a service writes after it has answered', async () => {
  const { output } = await runVitest(
    shopProject({
      'shop.test.ts': `${head}
        test('fails at once', async () => {
          // The answer comes at once, the line a moment later.
          await shop.services.web.exec(['sh', '-c', '(sleep 0.02; echo "GET /orders 500" > /proc/1/fd/1) > /dev/null 2>&1 &']);
          throw new Error('status 500');
        });
      `,
    }),
  );
  expect(output).toMatch(/web \| <time> GET \/orders 500/);
});

test('cuts a long log, writes the whole of it to a file, and cleans colours out of it', async () => {
  const { output, read } = await runVitest(
    shopProject({
      'shop.test.ts': `${head}
        test('is chatty', async () => {
          await shop.services.web.exec(['sh', '-c', 'for i in $(seq 1 30); do printf "\\\\033[32mline $i\\\\033[0m\\\\n"; done > /proc/1/fd/1']);
          throw new Error('too much');
        });
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (1 test | 1 failed) <ms>
       × is chatty <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > is chatty
    Error: too much

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 30 lines, the last 10:
        web | <time> line 21
        web | <time> line 22
        web | <time> line 23
        web | <time> line 24
        web | <time> line 25
        web | <time> line 26
        web | <time> line 27
        web | <time> line 28
        web | <time> line 29
        web | <time> line 30
        whole log: .seaworthy/<date>/shop.test.ts-is-chatty-<id>/shop/web.log

     ❯ shop.test.ts:9:17
          7|         test('is chatty', async () => {
          8|           await shop.services.web.exec(['sh', '-c', 'for i in $(seq 1 …
          9|           throw new Error('too much');
           |                 ^
         10|         });
         11|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯


     Test Files  1 failed (1)
          Tests  1 failed (1)
       Start at  <time>
       Duration <ms>"
  `);
  const log = await read('web.log');
  expect(log.split('\n').map((line) => line.replace(/^<date> /, ''))).toEqual(Array.from({ length: 30 }, (_, index) => `stdout line ${index + 1}`));
});

test('shows a concurrent test what was written in its own time', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `
        import { setTimeout } from 'node:timers/promises';
        import { injectStack } from 'seaworthy/vitest';
        import { expect, test } from 'vitest';
        import { say } from './say.ts';
        const shop = injectStack('shop');
        const promise = () => {
          let resolve: () => void = () => undefined;
          return { promise: new Promise<void>((done) => { resolve = done; }), resolve: () => resolve() };
        };
        const [said, ended] = [promise(), promise()];
        test.concurrent('is long', async () => {
          await say(shop, 'while both run');
          said.resolve();
          await ended.promise;
          await setTimeout(1_500);
          await say(shop, 'after the short one');
        });
        test.concurrent('is short', async () => {
          await said.promise;
          await say(shop, 'at the end of the short one');
          ended.resolve();
          expect(409).toBe(201);
        });
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (2 tests | 1 failed) <ms>
       ✓ is long <ms>
       × is short <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > is short
    AssertionError: expected 409 to be 201 // Object.is equality

    stack shop (project shop-<id>) during this test:
      db   running, no lines
      web  running, 2 lines:
        web | <time> while both run
        web | <time> at the end of the short one

    - Expected
    + Received

    - 201
    + 409

     ❯ shop.test.ts:23:23
         21|           await say(shop, 'at the end of the short one');
         22|           ended.resolve();
         23|           expect(409).toBe(201);
           |                       ^
         24|         });
         25|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯


     Test Files  1 failed (1)
          Tests  1 failed | 1 passed (2)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(1);
});
