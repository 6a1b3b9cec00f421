import { expect, test } from 'vitest';
import { releaseVolumes, specWithVolume as spec, squatterSpec, withoutReason } from './held-volume.ts';
import { noEngine } from './inline-project.ts';
import { runNodeTest } from './node-test-project.ts';

const image = '${BUSYBOX_IMAGE:-busybox:1.36}';

test('a stack for the tests of a file, with what it wrote under the error of a failing test', async () => {
  const { exitCode, output, left } = await runNodeTest({
    'shop.test.js': `
      import assert from 'node:assert';
      import { describe, test } from 'node:test';
      import { useStack } from 'seaworthy/node-test';
      const shop = useStack('compose.yaml');
      const { web } = shop.services;
      const say = (line) => web.exec(['sh', '-c', 'echo "$0" > /proc/1/fd/1', line]);
      assert.throws(() => web.port(80), /A stack of useStack was used while it was not up/);
      test('answers', async () => {
        await say('from the test before');
        assert.equal((await fetch(web.url(80))).status, 404);
        assert.throws(() => shop.services.wbe.port(80), { code: 'SERVICE_UNKNOWN' });
      });
      test('refuses', async () => {
        await say('order 1 refused');
        assert.equal(409, 201);
      });
      describe('a suite', () => {
        const own = useStack(${spec});
        test('has a stack of its own', async () => {
          assert.notEqual(own.project, shop.project);
          await own.services.web.exec(['sh', '-c', 'echo from its own stack > /proc/1/fd/1']);
          throw 'a string';
        });
      });
      test('times out', { timeout: 3_000 }, async () => {
        await say('waits for ever');
        await new Promise((resolve) => setTimeout(resolve, 6_000));
      });
      test('can be done with it early', async () => {
        await shop[Symbol.asyncDispose]();
      });
    `,
  });
  expect(output).toMatchInlineSnapshot(`
    "✔ answers <ms>
    ✖ refuses <ms>
    ▶ a suite
      ✖ has a stack of its own <ms>
    ✖ a suite <ms>
    ✖ times out <ms>
    ✔ can be done with it early <ms>
    ℹ tests 5
    ℹ suites 1
    ℹ pass 2
    ℹ fail 2
    ℹ cancelled 1
    ℹ skipped 0
    ℹ todo 0
    ℹ duration_ms <ms>

    ✖ failing tests:

    test at shop.test.js:14:7
    ✖ refuses <ms>
      AssertionError [ERR_ASSERTION]: 409 == 201

      stack shop-<id> during this test:
        db   running, no lines
        web  running, 1 line:
          web | <time> order 1 refused

          at TestContext.<anonymous> (file://<project>/shop.test.js:16:16)
        generatedMessage: true,
        code: 'ERR_ASSERTION',
        actual: 409,
        expected: 201,
        operator: '=='
      }

    test at shop.test.js:20:9
    ✖ has a stack of its own <ms>
      a string

      stack shop-<id> during this test:
        web  running, 1 line:
          web | <time> from its own stack

      stack shop-<id> during this test:
        db   running, no lines
        web  running, no lines

          at test "has a stack of its own"

    test at shop.test.js:26:7
    ✖ times out <ms>
      test timed out after <ms>

      stack shop-<id> during this test:
        db   running, no lines
        web  running, 1 line:
          web | <time> waits for ever
          at test "times out""
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('a stack that does not come up, and one that cannot be taken down, fail the file with one message each', async () => {
  const { exitCode, output, left } = await runNodeTest({
    'a-broken.test.cjs': `
      const { test } = require('node:test');
      const { useStack } = require('seaworthy/node-test');
      useStack({ services: { db: { image: '${image}', command: ['sh', '-c', 'echo no config file; exit 3'], healthcheck: { test: ['CMD', 'false'], interval: '60s' } }, web: { image: '${image}', depends_on: { db: { condition: 'service_healthy' } } } } });
      test('never runs', () => {});
    `,
    'b-held.test.cjs': `
      const { test } = require('node:test');
      const { up } = require('seaworthy/compose');
      const { useStack } = require('seaworthy/node-test');
      const shop = useStack(${spec});
      test('lets another project use its volume', async () => {
        const { project } = shop;
        const name = project + '_data';
        await up(${squatterSpec});
      });
    `,
  });
  expect(await releaseVolumes(await left())).toHaveLength(1);
  expect(await left()).toEqual([]);
  expect(withoutReason(output)).toMatchInlineSnapshot(`
    "✖ never runs <ms>
    ✔ lets another project use its volume <ms>
    ✖ <seaworthy>/node-test.cjs <ms>
    ℹ tests 3
    ℹ suites 0
    ℹ pass 1
    ℹ fail 2
    ℹ cancelled 0
    ℹ skipped 0
    ℹ todo 0
    ℹ duration_ms <ms>

    ✖ failing tests:

    test at a-broken.test.cjs:5:7
    ✖ never runs <ms>
      StartError: Service "db" exited with code 3 before it was ready.
        phase       ready
        container   shop-<id>-db-1
        exit code   3
        waiting     web
        log         last 1 line
          db | no config file
        Its log says why. A service that is meant to end must be waited for with service_completed_successfully.
          at useStack

    test at <seaworthy>/node-test.cjs
    ✖ <seaworthy>/node-test.cjs <ms>
      CleanupError: Project "shop-<id>" could not be removed whole:
        Could not remove volume "shop-<id>_data": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
        Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v.
          at useStack"
  `);
  expect(exitCode).toBe(1);
});

test('without an engine tests fail with one message, or are skipped with the reason where that is asked for', async () => {
  const { exitCode, output } = await runNodeTest(
    {
      'a-fails.test.cjs': `
        const { test } = require('node:test');
        const { useStack } = require('seaworthy/node-test');
        useStack(${spec});
        test('never runs', () => {});
      `,
      'b-skips.test.cjs': `
        const { test } = require('node:test');
        const { useStack } = require('seaworthy/node-test');
        const shop = useStack(${spec}, { whenUnavailable: 'skip' });
        test('is skipped', { skip: shop.skip }, () => shop.services.web.port(80));
        test('needs no stack', () => {});
      `,
    },
    noEngine,
  );
  expect(output).toMatchInlineSnapshot(`
    "✖ never runs <ms>
    ﹣ is skipped <ms> # No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.
    ✔ needs no stack <ms>
    ℹ tests 3
    ℹ suites 0
    ℹ pass 1
    ℹ fail 1
    ℹ cancelled 0
    ℹ skipped 1
    ℹ todo 0
    ℹ duration_ms <ms>

    ✖ failing tests:

    test at a-fails.test.cjs:5:9
    ✖ never runs <ms>
      BackendError: No container engine answers. Tried:
        unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT)
      Nothing else was tried, because the environment names the engine: correct the variable or unset it.
          at useStack"
  `);
  expect(exitCode).toBe(1);
});
