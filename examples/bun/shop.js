import { afterAll, beforeAll, test as bunTest } from 'bun:test';
import { up } from 'seaworthy';
import { attachToError, failureEvidence } from 'seaworthy/reporters/evidence';

/** One stack for the run: hooks of a preloaded file run before the first test file and after the last. */
export let shop;

beforeAll(async () => {
  shop = await up('compose.yaml');
}, 60_000);

afterAll(async () => {
  await shop?.down();
}, 60_000);

/** As Bun's own, with what the services wrote during a failing test under its error. */
export const test = (name, body, options) =>
  bunTest(
    name,
    async () => {
      const sinceMs = Date.now();
      try {
        await body();
      } catch (error) {
        if (error instanceof Error) attachToError(error, await failureEvidence(shop, { test: name, sinceMs }));
        throw error;
      }
    },
    options,
  );
