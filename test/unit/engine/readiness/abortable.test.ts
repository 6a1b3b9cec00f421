import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { abortable } from '../../../../src/engine/readiness/abortable.ts';
import { pause } from '../../../../src/engine/readiness/pause.ts';

it("rejects with the signal's own reason", async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const waiting = abortable(new Promise(() => {}), controller.signal);
  const pausing = pause(60_000, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(pausing).rejects.toBe(reason);
  await expect(abortable(Promise.resolve(1), controller.signal)).rejects.toBe(reason);
});

it('leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  await abortable(Promise.resolve(1), signal);
  await pause(1, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
