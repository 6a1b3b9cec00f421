import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attach, up } from '../../src/index.ts';
import { requestText } from '../../scripts/setup/engine-request.mjs';
import { BUSYBOX } from '../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.ts';

const neverHealthy = { image: BUSYBOX, command: ['sleep', '600'], healthcheck: { test: ['CMD', 'false'], interval: '30s' } };

describe.skipIf(!canHavePrivateEngine())('an engine that dies', { timeout: 90_000 }, () => {
  let engine: PrivateEngine;
  beforeAll(async () => {
    engine = await PrivateEngine.start([BUSYBOX]);
    vi.stubEnv('DOCKER_HOST', engine.host);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await engine[Symbol.asyncDispose]();
  });

  it('by hanging ends an up within its budget and that of the teardown', async () => {
    const raising = up({ name: 'hanging', services: { db: neverHealthy } }, { timeoutMs: 8_000 });
    raising.catch(() => {});
    await expect.poll(async () => (await requestText(engine.host, '/containers/json')).text, { timeout: 20_000 }).toContain('hanging-');
    await engine.suspendDaemon();
    const suspended = performance.now();
    try {
      const error: unknown = await raising.catch((reason: unknown) => reason);
      expect(performance.now() - suspended).toBeLessThan(60_000);
      expect(error).toMatchObject({ name: 'TimeoutError', code: 'TIMEOUT' });
      expect((error as Error).message).toContain('What was created could not be removed: the engine does not answer.');
    } finally {
      await engine.resumeDaemon();
    }
    const listed = JSON.parse((await requestText(engine.host, '/containers/json?all=1')).text) as { Labels: Record<string, string> }[];
    for (const { Labels } of listed) await (await attach(Labels['com.docker.compose.project']!)).down({ volumes: true, timeoutMs: 0 });
  });

  it('during an up fails it at once with one clear error', async () => {
    const raising = up({ name: 'dying', services: { db: neverHealthy } }, { timeoutMs: 60_000 });
    raising.catch(() => {});
    await expect.poll(async () => (await requestText(engine.host, '/containers/json')).text, { timeout: 20_000 }).toContain('dying-');
    await engine.killDaemon();
    const killed = performance.now();
    const error: unknown = await raising.catch((reason: unknown) => reason);
    expect(performance.now() - killed).toBeLessThan(10_000);
    expect(error).toMatchObject({ name: 'BackendError', code: 'BACKEND_LOST' });
    expect((error as Error).message.replaceAll(engine.host, '<engine>').replace(/dying-[0-9a-f]{8}/g, 'dying-<id>')).toMatchInlineSnapshot(`
      "The container engine at <engine> went away while project "dying-<id>" was coming up.
        See whether it was stopped or restarted, and read its log.
        What was created could not be removed: the engine does not answer.
        Once the engine answers, remove it with: docker compose -p dying-<id> down -v"
    `);
  });

  it('and comes back can be used again, and what it held can be removed', async () => {
    await engine.startDaemon();
    const listed = JSON.parse((await requestText(engine.host, '/containers/json?all=1')).text) as { Labels: Record<string, string> }[];
    const project = listed[0]!.Labels['com.docker.compose.project']!;
    await (await attach(project)).down({ volumes: true, timeoutMs: 0 });
    await using stack = await up({ name: 'again', services: { app: { image: BUSYBOX, command: ['sleep', '600'] } } });
    expect((await stack.services.app.state()).running).toBe(true);
    await stack.down({ timeoutMs: 0 });
    expect(JSON.parse((await requestText(engine.host, '/containers/json?all=1')).text)).toEqual([]);
  });
});
