import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attach, up, type Stack } from '../../src/index.ts';
import { BUSYBOX } from '../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.ts';

const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true } as const;

describe.skipIf(!canHavePrivateEngine())('verbs of a stack whose engine dies', { timeout: 120_000 }, () => {
  let engine: PrivateEngine;
  let stack: Stack;
  beforeAll(async () => {
    engine = await PrivateEngine.start([BUSYBOX]);
    vi.stubEnv('DOCKER_HOST', engine.host);
    stack = await up({ name: 'verbs', services: { app: { ...sleeper, expose: ['9'], stop_grace_period: '0s' } } });
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await engine[Symbol.asyncDispose]();
  });

  it('by hanging: down gives up when it has had no answer for as long as it was told to wait, and works once there is one', async () => {
    await engine.suspendDaemon();
    const before = performance.now();
    const error: unknown = await stack.down({ answerWithinMs: 1500 }).catch((reason: unknown) => reason);
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(error).toMatchObject({ name: 'BackendError', code: 'BACKEND_LOST' });
    expect((error as Error).message.replaceAll(engine.host, '<engine>').replaceAll(stack.project, '<project>')).toMatchInlineSnapshot(`
      "The container engine at <engine> has not answered for 1500 ms while project "<project>" was being taken down.
        See whether it hangs. Once it answers, remove what is left with: docker compose -p <project> down -v"
    `);
    await expect(stack.ps({ signal: AbortSignal.timeout(500) })).rejects.toMatchObject({ name: 'TimeoutError' });
    await engine.resumeDaemon();
    expect((await stack.ps()).map(({ state }) => state)).toEqual(['running']);
  });

  it('in the middle of what waits, and before the others: one clear error each', async () => {
    const app = stack.services['app']!;
    const drain = async (lines: AsyncIterable<unknown>): Promise<number> => {
      let count = 0;
      for await (const line of lines) count += line === undefined ? 0 : 1;
      return count;
    };
    const under = { wait: stack.wait(), exec: app.exec(['sleep', '60']), run: stack.run('app', ['sleep', '60']), follow: drain(stack.followLogs()), events: drain(stack.events()) };
    for (const doing of Object.values(under)) doing.catch(() => {});
    await expect.poll(async () => (await stack.ps({ status: ['running'] })).length, { timeout: 20_000 }).toBe(2);
    await engine.killDaemon();
    const codeOf = async (doing: Promise<unknown>): Promise<unknown> => await doing.then(() => 'no error', (error: unknown) => (error as { code?: string }).code ?? error);
    const during = Object.fromEntries(await Promise.all(Object.entries(under).map(async ([verb, doing]) => [verb, await codeOf(doing)] as const)));
    expect(during).toEqual({ wait: 'BACKEND_LOST', exec: 'BACKEND_LOST', run: 'BACKEND_LOST', follow: 'BACKEND_LOST', events: 'BACKEND_LOST' });
    const later: Readonly<Record<string, () => Promise<unknown>>> = {
      ps: () => stack.ps(), logs: () => stack.logs(), exec: () => stack.exec('app', ['true']), run: () => stack.run('app'), start: () => stack.start(), stop: () => stack.stop(), restart: () => stack.restart(),
      kill: () => stack.kill(), pause: () => stack.pause(), unpause: () => stack.unpause(), wait: () => stack.wait(), cp: () => stack.cp('app:/etc/passwd', '/nowhere/at/all'), port: () => stack.port('app', 9),
      top: () => stack.top(), images: () => stack.images(), pull: () => stack.pull(), down: () => stack.down(), copyTo: () => app.copyTo({ content: '' }, '/x'), disconnect: () => app.disconnect('default'),
      inspect: () => app.inspect(), stopOne: () => app.stop(), startOne: () => app.start(),
    };
    const after = Object.fromEntries(await Promise.all(Object.entries(later).map(async ([verb, act]) => [verb, await codeOf(act())] as const)));
    const lost = new Set(Object.entries(after).filter(([, code]) => code !== 'BACKEND_LOST').map(([verb, code]) => `${verb}: ${String(code)}`));
    expect([...lost]).toEqual([]);
  });

  it('and the stack goes on once the engine is back', async () => {
    await engine.startDaemon();
    const attached = await attach(stack.project);
    await attached.start();
    expect((await attached.exec('app', ['echo', 'back'])).stdout).toBe('back\n');
    await attached.down({ volumes: true, timeoutMs: 0 });
  });
});
