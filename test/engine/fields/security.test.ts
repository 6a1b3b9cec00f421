import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { raw, say } from './in-container.ts';

const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

describe('the isolation of a service', () => {
  let stack: Stack;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seaworthy-security-'));
    // Everything is allowed but to make a directory.
    await writeFile(join(directory, 'profile.json'), JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }] }, null, 2));
    stack = await up({
        services: {
          narrow: { ...sleep, read_only: true, tmpfs: ['/scratch:size=1m,mode=1770', '/tmp'], cap_drop: ['ALL'], cap_add: ['NET_BIND_SERVICE', 'CAP_CHOWN'], security_opt: ['no-new-privileges:true', `seccomp=${join(directory, 'profile.json')}`] },
          open: { ...sleep, security_opt: ['systempaths=unconfined', 'seccomp:unconfined'], devices: ['/dev/null:/dev/nowhere:rw', '/dev/zero'], device_cgroup_rules: ['c 1:5 r'] },
          host: { ...sleep, pid: 'host', ipc: 'host', uts: 'host', cgroup: 'host', userns_mode: 'host', network_mode: 'host' },
          sharing: { ...sleep, ipc: 'shareable', cgroup: 'private' },
          guest: { ...sleep, pid: 'service:sharing', ipc: 'service:sharing', network_mode: 'service:sharing' },
          lonely: { ...sleep, network_mode: 'none' },
        },
    });
  }, 120_000);
  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const of = (name: string) => stack.services[name]!;

  it('makes the root read-only, but for the tmpfs with its size and mode', async () => {
    expect((await of('narrow').exec(['touch', '/file'])).stderr).toContain('Read-only file system');
    expect(await say(of('narrow'), "touch /tmp/file /scratch/file; stat -c '%a' /scratch; df -k /scratch | tail -1 | awk '{print $2}'")).toBe('1770\n1024');
  });

  it('leaves it the capabilities that are added to none, and no way to others', async () => {
    // CHOWN is bit 0, NET_BIND_SERVICE bit 10.
    expect(await say(of('narrow'), "grep -E 'CapBnd|NoNewPrivs' /proc/1/status | awk '{print $2}'")).toBe('0000000000000401\n1');
  });

  it('applies the seccomp profile of a file', async () => {
    expect((await of('narrow').exec(['mkdir', '/tmp/made'])).stderr).toContain('Operation not permitted');
    expect((await of('open').exec(['mkdir', '/tmp/made'])).exitCode).toBe(0);
    expect(await say(of('open'), "grep Seccomp: /proc/1/status | awk '{print $2}'")).toBe('0');
  });

  it('unmasks the paths of the kernel where it is told to', async () => {
    expect(await say(of('open'), "grep -c ' /proc/' /proc/mounts || true")).toBe('0');
    expect(Number(await say(of('sharing'), "grep -c ' /proc/' /proc/mounts"))).toBeGreaterThan(0);
  });

  it('has its devices and the rules for them', async () => {
    expect(await say(of('open'), 'ls /dev/nowhere /dev/zero')).toBe('/dev/nowhere\n/dev/zero');
    const host = await raw(of('open'), 'HostConfig');
    expect(host['Devices']).toEqual([{ PathOnHost: '/dev/null', PathInContainer: '/dev/nowhere', CgroupPermissions: 'rw' }, { PathOnHost: '/dev/zero', PathInContainer: '/dev/zero', CgroupPermissions: 'rwm' }]);
    expect(host['DeviceCgroupRules']).toEqual(['c 1:5 r']);
  });

  it('shares the namespaces of the host where it asks for them', async () => {
    expect(await say(of('host'), 'hostname')).toBe(hostname());
    expect(await raw(of('host'), 'HostConfig')).toMatchObject({ PidMode: 'host', IpcMode: 'host', UTSMode: 'host', CgroupnsMode: 'host', UsernsMode: 'host', NetworkMode: 'host' });
    expect(Number(await say(of('host'), 'ls -d /proc/[0-9]* | wc -l'))).toBeGreaterThan(Number(await say(of('sharing'), 'ls -d /proc/[0-9]* | wc -l')) + 5);
  });

  it('shares the namespaces of another service, or of nobody', async () => {
    const links = 'for kind in pid ipc net; do readlink /proc/self/ns/$kind; done';
    expect(await say(of('guest'), links)).toBe(await say(of('sharing'), links));
    expect(await say(of('lonely'), 'ls /sys/class/net')).toBe('lo');
    expect((await raw(of('sharing'), 'HostConfig'))['CgroupnsMode']).toBe('private');
  });
});

it('hands the engine\'s socket to a service that asks for it, and says what it leaves out', async () => {
  await using stack = await up({ services: { app: { ...sleep, use_api_socket: true } } });
  expect(await say(stack.services.app, '[ -S /var/run/docker.sock ] && echo socket')).toBe('socket');
  expect(stack.warnings.map(({ path, message }) => `${path}: ${message}`)).toEqual(["services.app.use_api_socket: use_api_socket hands the engine's socket to the container, but not the credentials of this user for registries"]);
});

it('has every capability when privileged, where the engine itself has them', async () => {
  const app = { ...sleep, privileged: true };
  const all = (1n << BigInt(Number(await readFile('/proc/sys/kernel/cap_last_cap', 'utf8')) + 1)) - 1n;
  const own = /^CapBnd:\s*([0-9a-f]+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '';
  if (BigInt(`0x${own}`) === all) {
    await using stack = await up({ services: { app } });
    expect(BigInt(`0x${await say(stack.services.app, "grep CapBnd /proc/1/status | awk '{print $2}'")}`)).toBe(all);
  } else {
    // An engine in a machine that keeps rights to itself cannot give them on, and says so: the request has reached it.
    await expect(up({ services: { app } })).rejects.toThrow(/unable to apply caps: operation not permitted/);
  }
});
