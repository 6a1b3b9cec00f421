import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { raw, say } from './in-container.ts';

const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

/** What the container's control group says, whichever of the two versions the kernel has. */
const limit = (stack: Stack, service: string, first: string, second: string): Promise<string> => say(stack.services[service]!, `cat /sys/fs/cgroup/${first} 2>/dev/null || cat /sys/fs/cgroup/${second}`);

describe('the limits of a service', () => {
  let stack: Stack;
  let device: string;
  beforeAll(async () => {
    // The disk that the root is on: limits need a real one.
    const { dev } = await stat('/');
    device = `${String(Math.floor(dev / 256))}:${String(dev % 256)}`;
    stack = await up({
      services: {
        older: {
          ...sleep,
          mem_limit: '64m',
          memswap_limit: '96m',
          mem_reservation: '32m',
          mem_swappiness: 40,
          pids_limit: 77,
          cpu_shares: 512,
          cpu_quota: 50_000,
          cpu_period: 100_000,
          cpuset: '0',
          oom_kill_disable: false,
          oom_score_adj: 321,
          shm_size: '24m',
          ulimits: { nofile: { soft: 1000, hard: 2000 }, nproc: 500 },
          sysctls: { 'net.core.somaxconn': 321, 'net.ipv4.ip_unprivileged_port_start': '80' },
        },
        newer: { ...sleep, deploy: { resources: { limits: { cpus: '0.5', memory: '48m', pids: 66 }, reservations: { memory: '24m' } } } },
        patient: { ...sleep, cpus: 0.25, mem_limit: '32m', oom_kill_disable: true, cgroup_parent: '/seaworthy-fields' },
      },
    });
  }, 120_000);
  afterAll(async () => await stack[Symbol.asyncDispose]());

  it('bound its memory, swap and reservation', async () => {
    expect(await limit(stack, 'older', 'memory/memory.limit_in_bytes', 'memory.max')).toBe(String(64 * 2 ** 20));
    expect(await raw(stack.services['older']!, 'HostConfig')).toMatchObject({ Memory: 64 * 2 ** 20, MemorySwap: 96 * 2 ** 20, MemoryReservation: 32 * 2 ** 20, MemorySwappiness: 40 });
    expect(await limit(stack, 'newer', 'memory/memory.limit_in_bytes', 'memory.max')).toBe(String(48 * 2 ** 20));
    expect(await limit(stack, 'newer', 'memory/memory.soft_limit_in_bytes', 'memory.low')).toBe(String(24 * 2 ** 20));
  });

  it('bound its processes', async () => {
    expect(await limit(stack, 'older', 'pids/pids.max', 'pids.max')).toBe('77');
    expect(await limit(stack, 'newer', 'pids/pids.max', 'pids.max')).toBe('66');
  });

  it('bound its processors, by share, quota, number and set', async () => {
    expect(await raw(stack.services['older']!, 'HostConfig')).toMatchObject({ CpuShares: 512, CpuQuota: 50_000, CpuPeriod: 100_000, CpusetCpus: '0' });
    expect(await say(stack.services['older']!, 'grep Cpus_allowed_list /proc/1/status')).toBe('Cpus_allowed_list:\t0');
    expect((await raw(stack.services['newer']!, 'HostConfig'))['NanoCpus']).toBe(5e8);
    expect((await raw(stack.services['patient']!, 'HostConfig'))['NanoCpus']).toBe(25e7);
  });

  it('say who is killed when memory runs out', async () => {
    expect(await say(stack.services['older']!, 'cat /proc/1/oom_score_adj')).toBe('321');
    expect((await raw(stack.services['patient']!, 'HostConfig'))['OomKillDisable']).toBe(true);
  });

  it('size its shared memory and bound what a process may open and start', async () => {
    expect(await say(stack.services['older']!, "df -k /dev/shm | tail -1 | awk '{print $2}'")).toBe(String(24 * 1024));
    expect(await say(stack.services['older']!, "grep -E 'open files|processes' /proc/1/limits | awk '{print $(NF-2), $(NF-1)}'")).toBe('500 500\n1000 2000');
  });

  it('set the kernel parameters of its namespaces', async () => {
    expect(await say(stack.services['older']!, 'cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_unprivileged_port_start')).toBe('321\n80');
  });

  it('put its control group under another', async () => {
    expect((await raw(stack.services['patient']!, 'HostConfig'))['CgroupParent']).toBe('/seaworthy-fields');
    expect(await say(stack.services['patient']!, 'cat /proc/1/mountinfo /proc/1/cgroup')).toContain('/seaworthy-fields/');
  });

  it('bound its block devices', async () => {
    // Rates count for a device by its number, so a node of the test's own does.
    const directory = await mkdtemp(join(tmpdir(), 'seaworthy-disk-'));
    const path = join(directory, 'disk');
    execFileSync('mknod', [path, 'b', ...device.split(':')]);
    try {
      await using limited = await up({ services: { app: { ...sleep, blkio_config: { device_read_bps: [{ path, rate: '1mb' }], device_write_bps: [{ path, rate: 2048 }], device_read_iops: [{ path, rate: 120 }], device_write_iops: [{ path, rate: 30 }] } } } });
      expect(await raw(limited.services.app, 'HostConfig')).toMatchObject({
        BlkioDeviceReadBps: [{ Path: path, Rate: 2 ** 20 }],
        BlkioDeviceWriteBps: [{ Path: path, Rate: 2048 }],
        BlkioDeviceReadIOps: [{ Path: path, Rate: 120 }],
        BlkioDeviceWriteIOps: [{ Path: path, Rate: 30 }],
      });
      expect(await limit(limited, 'app', 'blkio/blkio.throttle.read_bps_device', 'io.max')).toContain('1048576');
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
