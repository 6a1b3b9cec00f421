import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { up } from '../../../src/index.ts';
import { startFakeEngine } from './runtime/fake-engine.ts';

// An engine that lives answers; this one does so until it is asked for what an `up` has to know before it begins.
test.each([
  ['plans', { services: { a: { image: 'a:1', privileged: true } } }, 'while project "silent-<id>" was being planned'],
  ['names builds', { services: { a: { build: { context: '.', dockerfile_inline: 'FROM base:1' } } } }, 'while it was asked for base:1'],
])('an engine that falls silent while an up %s ends it in time', async (_what, spec, words) => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-silent-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'compose.yaml'), JSON.stringify({ name: 'silent', ...spec }));
  const engine = await startFakeEngine((request) => request.resume());
  onTestFinished(() => engine.close());
  vi.stubEnv('DOCKER_HOST', `unix://${engine.path}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const failure: unknown = await up(join(folder, 'compose.yaml'), { timeoutMs: 100 }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'TimeoutError', code: 'TIMEOUT' });
  expect((failure as Error).message.replace(/silent-[0-9a-f]{8}/, 'silent-<id>')).toContain(`has not answered for 100 ms ${words}`);
});
