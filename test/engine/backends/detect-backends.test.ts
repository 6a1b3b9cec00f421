import { expect, test } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { detectBackends } from '../../../src/engine/backends/detect-backends.ts';

test('finds the engine that is used, as the first one that is ready', async () => {
  const runtime = await connectBackend();
  const ready = (await detectBackends()).filter(({ state }) => state === 'ready');
  expect(ready[0]).toMatchObject({ endpoint: runtime.endpoint, source: expect.any(String), state: 'ready', facts: runtime.facts });
  expect(runtime.facts).toMatchObject({ kind: expect.stringMatching(/^(docker|podman)$/), apiVersion: expect.stringMatching(/^1\.\d+$/), os: 'linux' });
  runtime.close();
});
