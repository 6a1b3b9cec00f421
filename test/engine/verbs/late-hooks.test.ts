import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';

it('takes a stack down whose pre_stop hook does not end, and says so', { timeout: 120_000 }, async () => {
  const stack = await up({ services: { app: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s', pre_stop: [{ command: ['sleep', '600'] }] } } });
  const { notes } = await stack.down({ answerWithinMs: 5_000 });
  expect(notes).toEqual(['the pre_stop hooks of service "app" had not ended after 5000 ms and were not waited for']);
  expect(await leftOf(stack.project)).toEqual([]);
});
