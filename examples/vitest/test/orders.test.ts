import { Client } from 'pg';
import { createClient } from 'redis';
import { injectStack } from 'seaworthy/vitest';
import { expect, test } from 'vitest';
import { postOrder, type Order } from './orders-api.ts';

// The stack that global-setup.ts brought up, shared by all tests of the run: each test works on orders of its own.
const shop = injectStack('shop');
const url = shop.services.orders.url(3000);

test('keeps an order in the database', async () => {
  const response = await postOrder(url, { item: 'anchor', quantity: 2 });
  expect(response.status).toBe(201);
  const { id } = (await response.json()) as Order;

  const { user, password } = { user: 'shop', password: 'shop' };
  const database = new Client({ host: shop.services.database.host, port: shop.services.database.port(5432), user, password, database: 'shop' });
  await database.connect();
  try {
    const { rows } = await database.query('select item, quantity from orders where id = $1', [id]);
    expect(rows).toEqual([{ item: 'anchor', quantity: 2 }]);
  } finally {
    await database.end();
  }
});

test('answers from the cache when an order is read again', async () => {
  const { id } = (await (await postOrder(url, { item: 'rope', quantity: 1 })).json()) as Order;
  const first = await fetch(`${url}/orders/${id}`);
  const second = await fetch(`${url}/orders/${id}`);
  expect([first.headers.get('x-cache'), second.headers.get('x-cache')]).toEqual(['miss', 'hit']);

  const cache = await createClient({ url: shop.services.cache.url(6379, 'redis') }).connect();
  try {
    expect(JSON.parse((await cache.get(`order:${id}`)) ?? 'null')).toEqual({ id, item: 'rope', quantity: 1 });
    expect(await cache.ttl(`order:${id}`)).toBeGreaterThan(0);
  } finally {
    cache.destroy();
  }
});

test('refuses an order without a quantity, and says why in its log', async () => {
  const since = new Date();
  expect((await postOrder(url, { item: 'sail' })).status).toBe(422);
  const lines = await shop.services.orders.logs({ since });
  expect(lines.map(({ text }) => text)).toContain('error: order refused: quantity must be a whole number from 1 to 100, got undefined');
});

test('knows no order that was never placed', async () => {
  expect((await fetch(`${url}/orders/999999999`)).status).toBe(404);
});

test('sees the database from inside its container', async () => {
  const { stdout } = await shop.services.database.exec(['psql', '-U', 'shop', '-d', 'shop', '-At', '-c', "select to_regclass('orders')"]);
  expect(stdout.trim()).toBe('orders');
});
