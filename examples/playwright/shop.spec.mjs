import { expect } from '@playwright/test';
import { test } from './shop.mjs';

test('has no orders yet', async ({ shop, request }) => {
  const response = await request.get(`${shop.services.web.url(80)}/orders/1`);
  expect(response.status()).toBe(404);
});
