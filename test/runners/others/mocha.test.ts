import { expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { runNode } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

const mocha = ofRunner('mocha/bin/mocha.js');

test('the example for Mocha passes and leaves nothing', async () => {
  const { exitCode, output, left } = await runNode(await exampleProject('mocha'), [mocha]);
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "the shop
        ✔ has no orders yet <ms>

      1 passing <ms>"
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});

test('Mocha shows what services wrote during a failing test, with workers too, and fails with a stack that cannot be taken down', async () => {
  const { exitCode, output, left } = await runNode(
    {
      ...(await exampleProject('mocha')),
      'shop.spec.mjs': `
        import assert from 'node:assert';
        import { up as composeUp } from 'seaworthy/compose';
        it('passes', () => {});
        it('refuses', async function () {
          const response = await fetch(this.shop.services.web.url(80) + '/orders/2');
          assert.equal(response.status, 200);
        });
        it('runs out of time', async function () {
          this.timeout(1_000);
          await fetch(this.shop.services.web.url(80) + '/orders/3');
          await new Promise(() => {});
        });
        it('holds the volume', async function () {
          this.timeout(60_000);
          const { shop } = this;
          ${holdVolume}
        });
      `,
    },
    [mocha, '--parallel', '--jobs', '2'],
  );
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "✔ passes
      1) refuses
      2) runs out of time
      ✔ holds the volume <ms>

      2 passing <ms>
      2 failing

      1) refuses:

          AssertionError [ERR_ASSERTION]: 404 == 200

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> <client>: response:404

          + expected - actual

          -404
          +200

          at Context.<anonymous> (file://<project>/shop.spec.mjs:7:18)

      2) runs out of time:
         Error: Timeout of 1000ms exceeded. For async tests and hooks, ensure "done()" is called; if returning a Promise, ensure it resolves. (<project>/shop.spec.mjs)

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> <client>: response:404

    [mocha] global teardown failed:
    CleanupError: Project "shop-<id>" could not be removed whole:
      Could not remove volume "shop-<id>_orders": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
      Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v."
  `);
  expect(exitCode).not.toBe(0);
  await releaseVolumes(await left(), 'orders');
});
