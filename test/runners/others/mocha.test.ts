import { beforeAll, expect, test } from 'vitest';
import { releaseVolumes } from '../held-volume.ts';
import { installPackage, runNode } from '../inline-project.ts';
import { ofRunner } from '../runner-under-test.ts';
import { exampleProject, holdVolume, withoutPlaces } from './example-project.ts';

beforeAll(installPackage, 120_000);

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
  expect(withoutPlaces(output)).toMatchInlineSnapshot();
  expect(exitCode).not.toBe(0);
  await releaseVolumes(await left(), 'orders');
});
