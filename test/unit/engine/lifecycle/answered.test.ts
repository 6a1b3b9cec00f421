import { expect, test } from 'vitest';
import { answered } from '../../../../src/engine/lifecycle/answered.ts';

const patience = { runtime: { endpoint: 'unix:///engine.sock' }, timeoutMs: 20, meanwhile: 'project "shop" was coming up' };

test('gives up on an engine that is silent, and passes on what one that is not says', async () => {
  const silent: unknown = await answered(new Promise(() => {}), patience).catch((error: unknown) => error);
  expect(silent).toMatchObject({ name: 'TimeoutError', code: 'TIMEOUT' });
  expect((silent as Error).message).toMatchInlineSnapshot(`
    "The container engine at unix:///engine.sock has not answered for 20 ms while project "shop" was coming up.
      See whether it hangs, and read its log."
  `);
  expect(await answered(Promise.resolve(1), patience)).toBe(1);
  await expect(answered(Promise.reject(new Error('no')), patience)).rejects.toThrow('no');
});
