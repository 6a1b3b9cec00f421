import { createClient } from 'redis';
import { up } from 'seaworthy';
import { expect, test } from 'vitest';

test('the cache keeps what was written', { timeout: 60_000 }, async () => {
  await using stack = await up({
    services: {
      cache: {
        image: '${REDIS_IMAGE:-redis:7-alpine}',
        ports: ['6379'],
        healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '5s' },
      },
    },
  });
  const client = await createClient({ url: stack.services.cache.url(6379, 'redis') }).connect();
  await client.set('captain', 'Ahab');
  expect(await client.get('captain')).toBe('Ahab');
  client.destroy();
});
