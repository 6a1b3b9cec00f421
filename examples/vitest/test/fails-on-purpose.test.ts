import { injectStack } from 'seaworthy/vitest';
import { expect, test } from 'vitest';
import { postOrder } from './orders-api.ts';

const shop = injectStack('shop');

// The service answers only "invalid order"; why, it says in its log, and that is what stands under the error.
test('accepts a bulk order', async () => {
  const response = await postOrder(shop.services.orders.url(3000), { item: 'rivet', quantity: 250 });
  expect(response.status).toBe(201);
});
