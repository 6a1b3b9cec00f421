import { setTimeout as sleep } from 'node:timers/promises';
import { up } from 'seaworthy';

/** Up, a test, down; tells in which of them it failed, and with what. */
const [name, image] = process.argv.slice(2);
const service = { image, command: ['sleep', '600'], init: true, volumes: ['data:/data', '/anonymous'] };
let phase = 'up';
try {
  const stack = await up({ name, services: { a: { ...service, healthcheck: { test: ['CMD', 'true'], interval: '1s' } }, b: { ...service, depends_on: ['a'] } }, volumes: { data: {} } }, { timeoutMs: 60_000 });
  phase = 'test';
  const endMs = performance.now() + 1_500;
  while (performance.now() < endMs) {
    await stack.services.a.exec(['true'], { throwOnError: true });
    await sleep(50);
  }
  phase = 'down';
  await stack.down();
  console.log(JSON.stringify({ phase: 'done' }));
} catch (error) {
  console.log(JSON.stringify({ phase, code: error?.code, message: String(error?.message ?? error) }));
  process.exitCode = 1;
}
