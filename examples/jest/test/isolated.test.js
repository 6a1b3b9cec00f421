const { createClient } = require('redis');
const { ephemeral } = require('seaworthy/jest');

// A small stack as an object, and a new one for each test: a test may break it without a thought for the others.
const stack = ephemeral({
  services: {
    cache: {
      image: '${REDIS_IMAGE:-redis:7-alpine}',
      ports: ['6379'],
      healthcheck: { test: ['CMD', 'redis-cli', 'ping'] },
    },
  },
});
const { cache } = stack.services;

async function ask(command) {
  const client = createClient({ url: cache.url(6379, 'redis'), socket: { reconnectStrategy: false } });
  // What matters reaches the test through the call that fails.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

test('keeps what was written', async () => {
  await ask(['SET', 'prompter', 'Quince']);
  expect(await ask(['GET', 'prompter'])).toBe('Quince');
});

test('starts empty for each test, and may be stopped', async () => {
  expect(await ask(['GET', 'prompter'])).toBeNull();
  await cache.stop();
  await expect(ask(['PING'])).rejects.toThrow();
});
