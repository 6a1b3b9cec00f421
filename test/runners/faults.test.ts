import { expect, test } from 'vitest';
import { runVitest } from './inline-project.ts';
import { jestConfig, runJest } from './jest-project.ts';
import { runNodeTest } from './node-test-project.ts';

const compose = `
services:
  web:
    image: \${BUSYBOX_IMAGE:-busybox:1.36}
    command: [httpd, -f]
  idle:
    image: \${BUSYBOX_IMAGE:-busybox:1.36}
    command: [sleep, '600']
`;

/** With which code a killed process ends is the engine's to say, and Node's last frame is its own. */
const seen = (output: string): string => output.replace(/exit code 1(37|43)/g, 'exit code <killed>').replace(/\n +at .*node:internal.*$/, '');

/** What each test finds is as it was before the tests that broke it; what a `beforeAll` broke stays for all of them. */
const tests = (asks: string, before: string): string => `
  ${before}(async () => { await stack.services.idle.pause(); });
  ${asks}('breaks it and fails', async () => {
    await stack.services.web.kill();
    throw new Error('of the test itself');
  });
  ${asks}('finds it whole, and leaves it stopped', async () => {
    if ((await stack.services.web.exec(['echo', 'here'])).stdout !== 'here\\n') throw new Error('not whole');
    await stack.stop(['web'], { timeoutMs: 0 });
  });
  ${asks}('finds it whole again, but for what was broken for all tests', async () => {
    const states = (await stack.ps()).map(({ service, state }) => service + ' ' + state).join();
    if (states !== 'idle paused,web running') throw new Error(states);
  });
  ${asks}('breaks it for good', async () => {
    await stack.services.web.kill();
    await remove(stack.services.web.containers[0], { force: true });
    throw new Error('first of two');
  });
`;

test('in Vitest each test finds a shared stack whole, whoever brought it up', async () => {
  const { output, left } = await runVitest({
    'compose.yaml': compose,
    'vitest.config.ts': `
      import { seaworthy } from 'seaworthy/vitest/plugin';
      import { defineConfig } from 'vitest/config';
      export default defineConfig({ plugins: [seaworthy({ stacks: { shop: 'compose.yaml' } })], test: { testTimeout: 60_000, slowTestThreshold: 600_000, isolate: false, maxWorkers: 1 } });
    `,
    'a-injected.test.ts': `
      import { injectStack } from 'seaworthy/vitest';
      import { remove } from 'seaworthy/container';
      import { beforeAll, test } from 'vitest';
      const stack = injectStack('shop');
      ${tests('test', 'beforeAll')}
    `,
    'b-fixture.test.ts': `
      import { stackFixture } from 'seaworthy/vitest';
      import { expect, test as base } from 'vitest';
      const test = base.extend({ shop: stackFixture('compose.yaml', { scope: 'file' }) });
      test('pauses it', async ({ shop }) => { await shop.pause(['web', 'idle']); });
      test('is answered by it', async ({ shop }) => { expect((await shop.exec('web', ['echo', 'here'])).stdout).toBe('here\\n'); });
    `,
  });
  expect(seen(output)).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ a-injected.test.ts (4 tests | 2 failed) <ms>
       × breaks it and fails <ms>
       ✓ finds it whole, and leaves it stopped <ms>
       ✓ finds it whole again, but for what was broken for all tests <ms>
       × breaks it for good <ms>
     ✓ b-fixture.test.ts (2 tests) <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 2 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  a-injected.test.ts > breaks it and fails
    Error: of the test itself

    stack shop (project shop-<id>) during this test:
      idle  paused, no lines
      web   exited (exit code <killed>), no lines

     ❯ a-injected.test.ts:10:11
          8|   test('breaks it and fails', async () => {
          9|     await stack.services.web.kill();
         10|     throw new Error('of the test itself');
           |           ^
         11|   });
         12|   test('finds it whole, and leaves it stopped', async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/3]⎯

     FAIL  a-injected.test.ts > breaks it for good
    Error: first of two
     ❯ a-injected.test.ts:23:11
         21|     await stack.services.web.kill();
         22|     await remove(stack.services.web.containers[0], { force: true });
         23|     throw new Error('first of two');
           |           ^
         24|   });
         25|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/3]⎯

     FAIL  a-injected.test.ts > breaks it for good
    FaultError: Project "shop-<id>" is not as it was before its faults:
      kill of "web": The container shop-<id>-web-1 of service "web" was removed meanwhile, so it cannot be started again.
      Take it down and bring it up anew: tests that go on with it would fail for this reason.

    stack shop (project shop-<id>) during this test:
      idle  paused, no lines

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[3/3]⎯


     Test Files  1 failed | 1 passed (2)
          Tests  2 failed | 4 passed (6)
       Start at  <time>
       Duration <ms>"
  `);
  expect(await left()).toEqual([]);
});

test('in Jest each test finds a shared stack whole, whoever brought it up', async () => {
  const { output, left } = await runJest({
    'package.json': JSON.stringify({ private: true }),
    'compose.yaml': compose,
    'jest.config.js': jestConfig(`seaworthy: { stacks: { shop: 'compose.yaml' } }`),
    'a-injected.test.js': `
      const { injectStack } = require('seaworthy/jest');
      const { remove } = require('seaworthy/container');
      const stack = injectStack('shop');
      ${tests('test', 'beforeAll')}
    `,
    'b-own.test.js': `/**
 * @jest-environment-options {"stack": "./compose.yaml"}
 */
      test('pauses it', async () => { await stack.pause(['web', 'idle']); });
      test('is answered by it', async () => { expect((await stack.exec('web', ['echo', 'here'])).stdout).toBe('here\\n'); });
    `,
  });
  expect(seen(output)).toMatchInlineSnapshot(`
    "FAIL ./a-injected.test.js
      ● breaks it and fails

        of the test itself

        stack shop (project shop-<id>) during this test:
          idle  paused, no lines
          web   exited (exit code <killed>), no lines

           7 |   test('breaks it and fails', async () => {
           8 |     await stack.services.web.kill();
        >  9 |     throw new Error('of the test itself');
             |           ^
          10 |   });
          11 |   test('finds it whole, and leaves it stopped', async () => {
          12 |     if ((await stack.services.web.exec(['echo', 'here'])).stdout !== 'here\\n') throw new Error('not whole');

          at Object.<anonymous> (a-injected.test.js:9:11)

      ● breaks it for good

        first of two

        stack shop (project shop-<id>) during this test:
          idle  paused, no lines

          20 |     await stack.services.web.kill();
          21 |     await remove(stack.services.web.containers[0], { force: true });
        > 22 |     throw new Error('first of two');
             |           ^
          23 |   });
          24 |
          25 |

          at Object.<anonymous> (a-injected.test.js:22:11)

      ● breaks it for good

        FaultError: Project "shop-<id>" is not as it was before its faults:

            kill of "web": The container shop-<id>-web-1 of service "web" was removed meanwhile, so it cannot be started again.
            Take it down and bring it up anew: tests that go on with it would fail for this reason.

    PASS ./b-own.test.js

    Test Suites: 1 failed, 1 passed, 2 total
    Tests:       2 failed, 4 passed, 6 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(await left()).toEqual([]);
});

test('in node:test each test finds the stack of its file whole', async () => {
  const { output, left } = await runNodeTest({
    'compose.yaml': compose,
    'shop.test.js': `
      import { before, describe, test } from 'node:test';
      import { remove } from 'seaworthy/container';
      import { useStack } from 'seaworthy/node-test';
      const stack = useStack('compose.yaml');
      describe('a suite', () => {${tests('test', 'before')}});
    `,
  });
  expect(seen(output)).toMatchInlineSnapshot(`
    "▶ a suite
      ✖ breaks it and fails <ms>
      ✔ finds it whole, and leaves it stopped <ms>
      ✔ finds it whole again, but for what was broken for all tests <ms>
      ✖ breaks it for good <ms>
    ✖ a suite <ms>
    ℹ tests 4
    ℹ suites 1
    ℹ pass 2
    ℹ fail 2
    ℹ cancelled 0
    ℹ skipped 0
    ℹ todo 0
    ℹ duration_ms <ms>

    ✖ failing tests:

    test at shop.test.js:8:3
    ✖ breaks it and fails <ms>
      Error: of the test itself

      stack shop-<id> during this test:
        idle  paused, no lines
        web   exited (exit code <killed>), no lines

          at TestContext.<anonymous> (file://<project>/shop.test.js:10:11)

    test at shop.test.js:20:3
    ✖ breaks it for good <ms>
      Error: first of two

      stack shop-<id> during this test:
        idle  paused, no lines


      FaultError: Project "shop-<id>" is not as it was before its faults:
        kill of "web": The container shop-<id>-web-1 of service "web" was removed meanwhile, so it cannot be started again.
        Take it down and bring it up anew: tests that go on with it would fail for this reason.

          at TestContext.<anonymous> (file://<project>/shop.test.js:23:11)"
  `);
  expect(await left()).toEqual([]);
});
