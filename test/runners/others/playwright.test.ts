import { expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { runNode } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

const playwright = [ofRunner('@playwright/test/cli.js'), 'test', '--reporter=list'];

test('the example for Playwright Test passes and leaves nothing', async () => {
  const { exitCode, output, left } = await runNode(await exampleProject('playwright'), playwright);
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "Running 1 test using 1 worker

      ✓  1 shop.spec.mjs:4:1 › has no orders yet <ms>

      1 passed <ms>"
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});

test('Playwright Test shows what services wrote during a failing test, and fails with a stack that cannot be taken down', async () => {
  const { exitCode, output, left } = await runNode(
    {
      ...(await exampleProject('playwright')),
      'shop.spec.mjs': `
        import { expect } from '@playwright/test';
        import { up as composeUp } from 'seaworthy/compose';
        import { test } from './shop.mjs';
        test('passes', () => {});
        test('refuses', async ({ shop, request }) => {
          const response = await request.get(shop.services.web.url(80) + '/orders/2');
          expect(response.status()).toBe(200);
        });
        test('holds the volume', async ({ shop }) => {
          ${holdVolume}
        });
      `,
    },
    playwright,
  );
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "Running 3 tests using 1 worker

      ✓  1 shop.spec.mjs:5:9 › passes <ms>
      ✘  2 shop.spec.mjs:6:9 › refuses <ms>
      ✓  3 shop.spec.mjs:10:9 › holds the volume <ms>
    CleanupError: Project "shop-<id>" could not be removed whole:
      Could not remove volume "shop-<id>_orders": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
      Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v.
    [cause]: StartError: Could not remove volume "shop-<id>_orders": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.

      1) shop.spec.mjs:6:9 › refuses ───────────────────────────────────────────────────────────────────

        Error: expect(received).toBe(expected) // Object.is equality

        Expected: 200
        Received: 404

           6 |         test('refuses', async ({ shop, request }) => {
           7 |           const response = await request.get(shop.services.web.url(80) + '/orders/2');
        >  8 |           expect(response.status()).toBe(200);
             |                                     ^
           9 |         });
          10 |         test('holds the volume', async ({ shop }) => {
          11 |
            at <project>/shop.spec.mjs:8:37

        attachment #1: services (text/plain) ───────────────────────────────────────────────────────────
        stack shop-<id> during this test:
          web  running, 1 line:
            web | <time> <client>: response:404
        ────────────────────────────────────────────────────────────────────────────────────────────────

        Error Context: test-results/shop-refuses/error-context.md

      1 failed
        shop.spec.mjs:6:9 › refuses ────────────────────────────────────────────────────────────────────
      2 passed <ms>
      1 error was not a part of any test, see above for details"
  `);
  expect(exitCode).toBe(1);
  await releaseVolumes(await left(), 'orders');
});
