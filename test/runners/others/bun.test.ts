import { beforeAll, expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { installPackage, runProgram } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

beforeAll(installPackage, 120_000);

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
  expect(withoutPlaces(output)).toMatchInlineSnapshot();
  expect(exitCode).not.toBe(0);
  await releaseVolumes(await left(), 'orders');
});
