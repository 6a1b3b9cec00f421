import { expect } from 'bun:test';
import { shop, test } from './shop.js';

test('has no orders yet', async () => {
  const response = await fetch(`${shop.services.web.url(80)}/orders/1`);
  expect(response.status).toBe(404);
});
