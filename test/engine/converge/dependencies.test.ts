import { expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';
import { idOf, output, project, SLEEPS } from './project.ts';

const startedAt = async (stack: Awaited<ReturnType<typeof up>>, service: string): Promise<number> => (await stack.services[service]!.inspect()).state.startedAtMs!;

it('restarts who asks for it when a dependency is made anew, and makes anew who shares with it', { timeout: 180_000 }, async () => {
  await using shop = project('restarts');
  const sleeps = { ...SLEEPS, image: BUSYBOX };
  const spec = (round: string) => ({
    services: {
      db: { ...sleeps, environment: { ROUND: round }, volumes: ['/made'] },
      web: { ...sleeps, depends_on: { db: { condition: 'service_started', restart: true } } },
      calm: { ...sleeps, depends_on: ['db'] },
      side: { ...sleeps, network_mode: 'service:db' },
      back: { ...sleeps, volumes_from: ['db:ro'] },
      near: { ...sleeps, links: ['db:store'] },
    },
  }) as const;
  const names = ['db', 'web', 'calm', 'side', 'back', 'near'];
  const facts = async (stack: Awaited<ReturnType<typeof shop.up>>) => new Map(await Promise.all(names.map(async (name) => [name, { id: await idOf(stack, name), at: await startedAt(stack, name) }] as const)));
  const first = await shop.up(spec('1'));
  expect(first.warnings).toEqual([]);
  expect(await output(first, 'near', 'nslookup', '-type=a', 'store')).toContain('Address');
  const before = await facts(first);
  expect(await facts(await shop.up(spec('1')))).toEqual(before);

  const second = await shop.up(spec('2'));
  const after = await facts(second);
  const became = (name: string): string => (after.get(name)!.id !== before.get(name)!.id ? 'new' : after.get(name)!.at === before.get(name)!.at ? 'kept' : 'restarted');
  expect(Object.fromEntries(names.map((name) => [name, became(name)]))).toEqual({ db: 'new', web: 'restarted', calm: 'kept', side: 'new', back: 'new', near: 'restarted' });
  // The same network namespace, and the same files.
  const address = 'ip -4 -o addr show eth0';
  expect(await output(second, 'side', 'sh', '-c', address)).toBe(await output(second, 'db', 'sh', '-c', address));
  await output(second, 'db', 'touch', '/made/file');
  expect(await output(second, 'back', 'ls', '/made')).toBe('file');

  // Stopped and started again, its namespace is another one, though its container is the same.
  await second.services['db']!.kill();
  const third = await shop.up(spec('2'));
  expect((await facts(third)).get('side')).toMatchObject({ id: after.get('side')!.id });
  expect(await output(third, 'side', 'sh', '-c', address)).toBe(await output(third, 'db', 'sh', '-c', address));
});

it('does without an optional dependency that fails, and says so', async () => {
  await using stack = await up({
    services: {
      ends: { image: BUSYBOX, command: ['sh', '-c', 'exit 4'] },
      lost: { image: 'no-such-image:here', pull_policy: 'never' },
      sick: { ...SLEEPS, image: BUSYBOX, healthcheck: { test: ['CMD', 'false'], interval: '20ms', retries: 1 } },
      app: {
        ...SLEEPS,
        image: BUSYBOX,
        depends_on: {
          ends: { condition: 'service_completed_successfully', required: false },
          lost: { condition: 'service_started', required: false },
          sick: { condition: 'service_healthy', required: false },
        },
      },
    },
  });
  expect((await stack.services.app.state()).running).toBe(true);
  expect(stack.warnings.map(({ message }) => message).sort()).toMatchInlineSnapshot(`
    [
      "is not up, and who depends on it does without, as required: false allows: Service "ends" exited with code 4 before it was ready.",
      "is not up, and who depends on it does without, as required: false allows: Service "lost" needs the image "no-such-image:here", which is not on the engine, and its pull policy is "never".",
      "is not up, and who depends on it does without, as required: false allows: Service "sick" is unhealthy: its healthcheck failed as often as its retries allow.",
    ]
  `);
});

it('attaches a service to its networks by priority, with its static address', async () => {
  const subnet = `10.${String(100 + (process.pid % 100))}.77.0/24`;
  const address = subnet.replace('0/24', '7');
  await using stack = await up({
    services: { app: { ...SLEEPS, image: BUSYBOX, networks: { plain: null, first: { priority: 1000, ipv4_address: address } } } },
    networks: { plain: {}, first: { ipam: { config: [{ subnet }] } } },
  });
  const { raw, networks } = await stack.services.app.inspect();
  expect((raw['HostConfig'] as { NetworkMode: string }).NetworkMode).toBe(`${stack.project}_first`);
  expect(networks[`${stack.project}_first`]?.ipAddress).toBe(address);
  expect(Object.keys(networks).sort()).toEqual([`${stack.project}_first`, `${stack.project}_plain`]);
});

it('runs hooks: pre_start beside the container that has not started, post_start in it, and again when it starts again', { timeout: 120_000 }, async () => {
  await using shop = project('hooks');
  const spec = {
    services: {
      app: {
        ...SLEEPS,
        image: BUSYBOX,
        command: ['sh', '-c', 'echo started >> /data/story; exec sleep 600'],
        environment: { WHO: 'app' },
        volumes: ['data:/data'],
        pre_start: [{ command: ['sh', '-c', 'echo "prepared for $$WHO by $$HOOK" >> /data/story'], environment: { HOOK: 'pre_start' } }],
        post_start: [
          { command: ['sh', '-c', 'until grep -q started /data/story; do sleep 0.02; done; echo "seen by $$(id -u) in $$PWD" >> /data/story'], user: '1', working_dir: '/tmp', privileged: false },
        ],
      },
      reader: { ...SLEEPS, image: BUSYBOX, volumes: ['data:/data'], command: ['sh', '-c', 'cat /data/story; exec sleep 600'], depends_on: ['app'] },
    },
    volumes: { data: {} },
  };
  spec.services.app.command = ['sh', '-c', 'chmod 777 /data /data/story; echo started >> /data/story; exec sleep 600'];
  const stack = await shop.up(spec);
  expect(stack.warnings).toEqual([]);
  expect((await stack.services['reader']!.logs()).map(({ text }) => text)).toEqual(['prepared for app by pre_start', 'started', 'seen by 1 in /tmp']);
  expect((await leftOf(shop.name)).filter((name) => name.startsWith('container'))).toEqual([`container ${shop.name}-app-1`, `container ${shop.name}-reader-1`]);
  await stack.services['app']!.kill();
  const again = await shop.up(spec);
  expect((await output(again, 'app', 'cat', '/data/story')).split('\n')).toHaveLength(6);
  await shop.up(spec);
  expect((await output(again, 'app', 'cat', '/data/story')).split('\n')).toHaveLength(6);
});

it('fails with the output of a hook that fails, and leaves nothing', async () => {
  const failing = (hook: 'pre_start' | 'post_start') => up({ name: 'hooked', services: { app: { ...SLEEPS, image: BUSYBOX, [hook]: [{ command: ['sh', '-c', 'echo no table >&2; exit 9'] }] } } }, { projectName: `hooked-${String(process.pid)}` });
  await expect(failing('pre_start')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ExecError: The pre_start hook ["sh","-c","echo no table >&2; exit 9"] of service "app" exited with code 9.
      no table
      Correct the hook.]
  `);
  await expect(failing('post_start')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ExecError: The post_start hook ["sh","-c","echo no table >&2; exit 9"] of service "app" exited with code 9.
      no table
      Correct the hook.]
  `);
  expect(await leftOf(`hooked-${String(process.pid)}`)).toEqual([]);
});
