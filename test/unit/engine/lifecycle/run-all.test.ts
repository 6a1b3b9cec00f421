import { expect, it } from 'vitest';
import { runAll } from '../../../../src/engine/lifecycle/run-all.ts';

it('passes the first failure on at once and throws it when every task has come to rest', async () => {
  const seen: string[] = [];
  let release = (): void => {};
  const slow = new Promise<void>((resolve) => (release = resolve)).then(() => seen.push('slow task at rest'));
  const failing = Promise.reject(new Error('first'));
  const all = runAll<unknown>([slow, failing], (error) => {
    seen.push(`told: ${(error as Error).message}`);
    release();
  });
  await expect(all).rejects.toThrow('first');
  expect(seen).toEqual(['told: first', 'slow task at rest']);
});

it('answers with the values in the order of the tasks', async () => {
  expect(await runAll([Promise.resolve(1), Promise.resolve(2)], () => {})).toEqual([1, 2]);
});
