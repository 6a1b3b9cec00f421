import { createClient } from 'redis';
import { stackFixture } from 'seaworthy/vitest';
import { expect, test as base } from 'vitest';

// A small stack as an object, and a new one for each test: a test may break it without a thought for the others.
const test = base.extend({
  stack: stackFixture({
    services: {
      cache: {
        image: '${REDIS_IMAGE:-redis:7-alpine}',
        command: ['redis-server', '--appendonly', 'yes', '--appendfsync', 'always'],
        ports: ['6379'],
        volumes: ['cache:/data'],
        healthcheck: { test: ['CMD', 'redis-cli', 'ping'] },
      },
    },
    volumes: { cache: {} },
  }),
});

async function withClient<Result>(url: string, use: (client: ReturnType<typeof createClient>) => Promise<Result>): Promise<Result> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  // What matters reaches the test through the call that fails.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

test('what was written survives a restart', { timeout: 60_000 }, async ({ stack }) => {
  const { cache } = stack.services;
  await withClient(cache.url(6379, 'redis'), (client) => client.set('captain', 'Ahab'));
  await cache.restart();
  // The engine chose the host port, and may have chosen another one since: ask the handle again.
  expect(await withClient(cache.url(6379, 'redis'), (client) => client.get('captain'))).toBe('Ahab');
});

test('each test has a stack of its own', { timeout: 60_000 }, async ({ stack }) => {
  expect(await withClient(stack.services.cache.url(6379, 'redis'), (client) => client.get('captain'))).toBeNull();
});

test('nothing answers while the service is stopped', { timeout: 60_000 }, async ({ stack }) => {
  const { cache } = stack.services;
  const url = cache.url(6379, 'redis');
  await cache.stop();
  await expect(withClient(url, (client) => client.ping())).rejects.toThrow();
  await cache.start();
  expect(await withClient(cache.url(6379, 'redis'), (client) => client.ping())).toBe('PONG');
});

/** What an application does when its Redis is away: it tries again, and asks where it is now. */
async function count(url: () => string): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withClient(url(), (client) => client.incr('visits'));
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('a client survives that its Redis is killed', { timeout: 60_000 }, async ({ stack }) => {
  const { cache } = stack.services;
  const url = () => cache.url(6379, 'redis');
  expect(await count(url)).toBe(1);
  const fault = await cache.kill();
  const second = count(url);
  await fault.heal();
  expect(await second).toBe(2);
});
