import { describe, expect, it } from 'vitest';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf, projectsLike } from '../left-in-engine.ts';
import { apiMinor } from './ask-engine.ts';

const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

/** Fields that came with a version of the API, and the warning on an engine of a version before. */
const spec = {
  name: 'gates',
  services: {
    app: {
      ...sleep,
      annotations: { 'org.note': 'x' },
      healthcheck: { test: ['CMD', 'true'], interval: '5s', start_period: '5s', start_interval: '1s' },
      networks: { first: { priority: 2, gw_priority: 1 }, second: { interface_name: 'sea0', mac_address: '02:42:ac:11:65:45' } },
      volumes: [
        { type: 'volume' as const, source: 'data', target: '/data', volume: { subpath: '.' } },
        { type: 'bind' as const, source: '/tmp', target: '/flat', read_only: true, bind: { recursive: 'writable' as const } },
        { type: 'bind' as const, source: '/tmp', target: '/deep', read_only: true, bind: { recursive: 'disabled' as const, selinux: 'z' as const, create_host_path: true } },
      ],
      cpu_count: 2,
      cpu_percent: 50,
      deploy: { restart_policy: { condition: 'none', delay: '1s', window: '1s' }, mode: 'global', endpoint_mode: 'vip', labels: { a: 'b' } },
      isolation: 'hyperv',
      credential_spec: { file: 'x.json' },
    },
  },
  networks: { first: {}, second: { enable_ipv4: true } },
  volumes: { data: {} },
};

const WANTED: readonly (readonly [path: string, since: number])[] = [
  ['annotations', 43],
  ['networks.first.gw_priority', 48],
  ['networks.second.interface_name', 49],
  ['networks.second.mac_address', 44],
  ['volumes[0].volume.subpath', 45],
  ['volumes[1].bind.recursive', 44],
  ['volumes[2].bind.create_host_path', 42],
  ['volumes[2].bind.selinux', 999],
  ['healthcheck.start_interval', 44],
  ['cpu_count', 999],
  ['cpu_percent', 999],
  ['deploy.restart_policy.delay', 999],
  ['deploy.restart_policy.window', 999],
  ['deploy.mode', 999],
  ['deploy.endpoint_mode', 999],
  ['deploy.labels', 999],
  ['isolation', 999],
  ['credential_spec', 999],
];

describe('a field that the engine in use does not honour', () => {
  it('is a warning with its path, and the stack comes up without it', async () => {
    const minor = await apiMinor();
    await using stack = await up(spec);
    const expected = WANTED.filter(([, since]) => since > minor).map(([path]) => `services.app.${path}`);
    expect(stack.warnings.map(({ path }) => path).sort()).toEqual(expected.sort());
    for (const { path, message } of stack.warnings) expect(`${path}: ${message}`).toMatch(/has no effect|hands/);
    expect((await stack.services.app.exec(['ls', '/sys/class/net'])).stdout.split('\n')).toHaveLength(4);
  });

  it('is an error with strict, before anything is created', async () => {
    await expect(up({ name: 'gates', services: { app: { ...sleep, cpu_count: 2, deploy: { mode: 'global' } } } }, { strict: true })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [SpecError: The engine in use cannot honour the whole stack, and strict is set:
        services.app.cpu_count: cpu_count has no effect: only Windows containers have it; use cpus or cpuset
        services.app.deploy.mode: deploy.mode has no effect: only Swarm schedules services
        Remove these fields, use another engine, or leave strict off to go on without them.]
    `);
    expect(await projectsLike('gates-')).toEqual([]);
  });

  it('is a warning in the words of the engine, where only it knows, and an error with strict that leaves nothing', async () => {
    const app = { ...sleep, oom_kill_disable: true };
    await using stack = await up({ services: { app } });
    expect(stack.warnings.map(({ path, message }) => `${path}: ${message.replaceAll(stack.project, '<project>')}`)).toMatchInlineSnapshot(`
      [
        "services.app: the engine says of <project>-app-1: OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.",
      ]
    `);
    const projectName = `strict${String(process.pid)}`;
    await expect(up({ services: { app } }, { strict: true, projectName })).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    expect(await leftOf(projectName)).toEqual([]);
  });
});
