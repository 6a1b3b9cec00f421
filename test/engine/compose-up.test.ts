import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { config, down, exec, logs, ps, up } from '../../src/compose.ts';
import type { Stack } from '../../src/types.ts';
import { BUSYBOX, REDIS } from './images.ts';
import { leftOf } from './left-in-engine.ts';

const stacks: Stack[] = [];
const raise = async (...args: Parameters<typeof up>): Promise<Stack> => {
  const stack = await up(...args);
  stacks.push(stack);
  return stack;
};

afterEach(async () => {
  for (const stack of stacks.splice(0)) await (await raiseAgain(stack.project)).down({ volumes: true, timeoutMs: 0, removeOrphans: true });
  stacks.length = 0;
});

/** A fresh handle: a stack that was taken down has closed its connection. */
const raiseAgain = async (project: string): Promise<Stack> => await up({ name: project, services: {} });

const idOf = async (stack: Stack, service: string): Promise<string> => (await stack.services[service]!.inspect()).id;

describe('compose up', () => {
  it("runs the documentation's example as it stands, and keeps or drops its named volume as told", async () => {
    const spec = {
      name: 'documented',
      services: {
        cache: {
          image: REDIS,
          ports: ['16379:6379'],
          networks: ['app-net'],
          volumes: ['cache-data:/data'],
          healthcheck: { test: ['CMD', 'redis-cli', 'PING'], interval: '5s', timeout: '3s', retries: 6 },
        },
      },
      networks: { 'app-net': { driver: 'bridge' } },
      volumes: { 'cache-data': {} },
    } as const;
    const first = await raise(spec);
    expect(first.project).toBe('documented');
    expect(first.services['cache']!.port(6379)).toBe(16379);
    await exec(first, 'cache', ['redis-cli', 'SET', 'greeting', 'hello'], { throwOnError: true });
    await exec(first, 'cache', ['redis-cli', 'SAVE'], { throwOnError: true });
    expect(await down(first)).toEqual({ containers: ['documented-cache-1'], networks: ['documented_app-net'], volumes: [] });
    expect(await leftOf('documented')).toEqual(['volume documented_cache-data']);

    const second = await raise(spec);
    expect((await exec(second, 'cache', ['redis-cli', 'GET', 'greeting'])).stdout).toBe('hello\n');
    expect((await down(second, { volumes: true })).volumes).toEqual(['documented_cache-data']);
    expect(await leftOf('documented')).toEqual([]);
  });

  it('keeps what matches, starts what is stopped and recreates what changed', async () => {
    const spec = (text: string) => ({ name: 'converging', services: { a: { image: BUSYBOX, command: ['sh', '-c', `echo ${text}; exec sleep 600`], stop_grace_period: '0s' }, b: { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' } } });
    const first = await raise(spec('one'));
    const [a, b] = [await idOf(first, 'a'), await idOf(first, 'b')];
    await first.services['b']!.stop();
    const second = await raise(spec('one'));
    expect([await idOf(second, 'a'), await idOf(second, 'b')]).toEqual([a, b]);
    expect((await second.services['b']!.state()).running).toBe(true);
    const third = await raise(spec('two'));
    expect(await idOf(third, 'a')).not.toBe(a);
    expect(await idOf(third, 'b')).toBe(b);
    expect((await logs(third, { service: 'a' })).map(({ text }) => text)).toEqual(['two']);
    expect((await ps(third)).map(({ container }) => container)).toEqual(['converging-a-1', 'converging-b-1']);
    const fourth = await raise(spec('two'), { forceRecreate: true });
    expect(await idOf(fourth, 'b')).not.toBe(b);
  });

  it('puts back what was there when an up fails', async () => {
    const spec = (command: string) => ({ name: 'restored', services: { a: { image: BUSYBOX, command: ['sh', '-c', command], stop_grace_period: '0s' } } });
    const first = await raise(spec('echo good; exec sleep 600'));
    const id = await idOf(first, 'a');
    const failing = { ...spec('exit 3').services.a, healthcheck: { test: ['CMD', 'false'], interval: '60s' } };
    await expect(up({ name: 'restored', services: { a: failing } })).rejects.toThrow('Service "a" exited with code 3');
    // Under its own name, and running: before another up would see to that.
    const back = JSON.parse(execFileSync('docker', ['inspect', 'restored-a-1'], { encoding: 'utf8' })) as readonly { readonly Id: string; readonly State: { readonly Running: boolean } }[];
    expect(back.map(({ Id, State }) => [Id, State.Running])).toEqual([[id, true]]);
    expect(await leftOf('restored')).toEqual(['container restored-a-1', 'network restored_default']);
    const again = await raise(spec('echo good; exec sleep 600'));
    expect(await idOf(again, 'a')).toBe(id);
    expect((await again.services['a']!.state()).running).toBe(true);
  });

  it('warns about orphans, and removes them when told to', async () => {
    const service = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };
    await raise({ name: 'orphaned', services: { a: service, b: service } });
    const second = await raise({ name: 'orphaned', services: { a: service } });
    expect(second.warnings.map(({ message }) => message)).toEqual(['the container orphaned-b-1 belongs to this project, but the spec has no such service; removeOrphans removes it']);
    await raise({ name: 'orphaned', services: { a: service } }, { removeOrphans: true });
    expect(await leftOf('orphaned')).toEqual(['container orphaned-a-1', 'network orphaned_default']);
  });

  it('removes surplus replicas', async () => {
    const spec = (scale: number) => ({ name: 'scaled', services: { a: { image: BUSYBOX, command: ['sleep', '600'], scale, stop_grace_period: '0s' } } });
    await raise(spec(3));
    expect((await raise(spec(1))).warnings).toEqual([]);
    expect(await leftOf('scaled')).toEqual(['container scaled-a-1', 'network scaled_default']);
  });
});

describe('config', () => {
  it('resolves a spec without an engine', async () => {
    const model = await config({ name: 'shop', services: { web: { image: 'nginx:${TAG:-latest}', ports: ['8080:80'] } } }, { env: {} });
    expect(model.services['web']).toEqual({
      command: null, entrypoint: null, image: 'nginx:latest', networks: { default: null },
      ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }],
    });
  });
});
