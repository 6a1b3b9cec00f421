import { expect, test } from 'vitest';
import { runNodeTest } from './node-test-project.ts';

test('shows what services wrote under the error of a failing hook, and of a concurrent test in its own time', async () => {
  const { exitCode, output, left } = await runNodeTest({
    'shop.test.js': `
      import assert from 'node:assert';
      import { beforeEach, describe, test } from 'node:test';
      import { setTimeout } from 'node:timers/promises';
      import { useStack } from 'seaworthy/node-test';
      const shop = useStack('compose.yaml');
      const say = (line) => shop.services.web.exec(['sh', '-c', 'echo "$0" > /proc/1/fd/1', line]);
      describe('a hook', () => {
        beforeEach(async () => {
          await say('from the hook');
          throw new Error('the hook failed');
        });
        test('never runs', () => {});
      });
      const promise = () => {
        let resolve;
        return { promise: new Promise((done) => { resolve = done; }), resolve: () => resolve() };
      };
      const [said, ended] = [promise(), promise()];
      describe('at once', { concurrency: true }, () => {
        test('is long', async () => {
          await say('while both run');
          said.resolve();
          await ended.promise;
          await setTimeout(1_500);
          await say('after the short one');
        });
        test('is short', async () => {
          await said.promise;
          await say('at the end of the short one');
          ended.resolve();
          assert.equal(409, 201);
        });
      });
    `,
  });
  expect(output).toMatchInlineSnapshot(`
    "▶ a hook
      ✖ never runs <ms>
    ✖ a hook <ms>
    ▶ at once
      ✔ is long <ms>
      ✖ is short <ms>
    ✖ at once <ms>
    ℹ tests 3
    ℹ suites 2
    ℹ pass 1
    ℹ fail 2
    ℹ cancelled 0
    ℹ skipped 0
    ℹ todo 0
    ℹ duration_ms <ms>

    ✖ failing tests:

    test at shop.test.js:13:9
    ✖ never runs <ms>
      Error: the hook failed

      stack shop-<id> during this test:
        db   running, no lines
        web  running, 1 line:
          web | <time> from the hook

          at TestContext.<anonymous> (file://<project>/shop.test.js:11:17)

    test at shop.test.js:28:9
    ✖ is short <ms>
      AssertionError [ERR_ASSERTION]: 409 == 201

      stack shop-<id> during this test:
        db   running, no lines
        web  running, 2 lines:
          web | <time> while both run
          web | <time> at the end of the short one

          at TestContext.<anonymous> (file://<project>/shop.test.js:32:18)
        generatedMessage: true,
        code: 'ERR_ASSERTION',
        actual: 409,
        expected: 201,
        operator: '=='
      }"
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});
