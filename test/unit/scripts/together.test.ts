import { expect, test } from 'vitest';
import { together } from '../../../scripts/setup/together.mjs';

const untilEnded = (signal: AbortSignal, ended: string[]): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => setTimeout(() => {
    ended.push('the other');
    reject(new Error('ended'));
  }, 10)));

test('gives the results in their order', async () => {
  const late = new Promise<string>((resolve) => setTimeout(resolve, 10, 'late'));
  expect(await together([() => late, () => Promise.resolve('early')], undefined)).toEqual(['late', 'early']);
});

test('ends the others at the first failure, and fails with it when they have ended', async () => {
  const ended: string[] = [];
  await expect(together([(signal) => untilEnded(signal, ended), () => Promise.reject(new Error('first'))], undefined)).rejects.toThrow('first');
  expect(ended).toEqual(['the other']);
});

test('fails with the reason of the signal', async () => {
  const controller = new AbortController();
  const failing = together([(signal) => untilEnded(signal, [])], controller.signal);
  controller.abort(new Error('enough'));
  await expect(failing).rejects.toThrow('enough');
});
