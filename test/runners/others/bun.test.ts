import { expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { runProgram } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

const bun = ofRunner('.bin/bun');

test('the example for Bun passes and leaves nothing', async () => {
  const { exitCode, output, left } = await runProgram(await exampleProject('bun'), bun, ['test']);
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "bun test v<version>

    shop.test.js:
    (pass) has no orders yet <ms>

     1 pass
     0 fail
     1 expect() calls
    Ran 1 test across 1 file. <ms>"
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});

test('Bun shows what services wrote during a failing test, and fails with a stack that cannot be taken down', async () => {
  const { exitCode, output, left } = await runProgram(
    {
      ...(await exampleProject('bun')),
      'shop.test.js': `
        import { expect } from 'bun:test';
        import { up as composeUp } from 'seaworthy/compose';
        import { shop, test } from './shop.js';
        test('passes', () => {});
        test('refuses', async () => {
          const response = await fetch(shop.services.web.url(80) + '/orders/2');
          expect(response.status).toBe(200);
        });
        test('runs out of time', async () => {
          await fetch(shop.services.web.url(80) + '/orders/3');
          await new Promise(() => {});
        }, 1_000);
        test('holds the volume', async () => {
          ${holdVolume}
        }, 60_000);
      `,
    },
    bun,
    ['test'],
  );
  expect(withoutPlaces(output)).toMatchInlineSnapshot(`
    "bun test v<version>

    shop.test.js:
    (pass) passes <ms>
    3 |         import { up as composeUp } from 'seaworthy/compose';
    4 |         import { shop, test } from './shop.js';
    5 |         test('passes', () => {});
    6 |         test('refuses', async () => {
    7 |           const response = await fetch(shop.services.web.url(80) + '/orders/2');
    8 |           expect(response.status).toBe(200);
        ^
    error: expect(received).toBe(expected)

    Expected: 200
    Received: 404

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> <client>: response:404

          at <project>/shop.test.js:8:35
          at <project>/shop.js:23:15
    (fail) refuses <ms>
    killed 1 dangling process
    (fail) runs out of time <ms>
      ^ this test timed out after 1000ms.
    (pass) holds the volume <ms>
    CleanupError: Project "shop-<id>" could not be removed whole:
      Could not remove volume "shop-<id>_orders": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
      Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v.
     code: "CLEANUP_INCOMPLETE"

          at async <anonymous> (<project>/shop.js:13:15)

    StartError: Could not remove volume "shop-<id>_orders": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
     code: "RESOURCE_CONFLICT"

    (fail) (unnamed) <ms>

     2 pass
     3 fail
     1 expect() calls
    Ran 5 tests across 1 file. <ms>"
  `);
  expect(exitCode).not.toBe(0);
  await releaseVolumes(await left(), 'orders');
});
