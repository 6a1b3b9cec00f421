import { beforeAll, expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { installPackage, runNode } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

beforeAll(installPackage, 120_000);

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
  expect(withoutPlaces(output)).toMatchInlineSnapshot();
  expect(exitCode).toBe(1);
  await releaseVolumes(await left(), 'orders');
});
