import { expect, test } from 'vitest';
import { inspect, list, runOnce } from '../../../src/container.ts';
import { BUSYBOX } from '../images.ts';
import { failureOf } from './failure.ts';
import { until } from './until.ts';

const left = async (): Promise<readonly string[]> => (await list({ all: true, labels: [`seaworthy.owner.pid=${String(process.pid)}`] })).map(({ name }) => name);

test('runs a command to its end: exit code, both outputs, and nothing left', async () => {
  expect(await runOnce(BUSYBOX, ['sh', '-c', 'cat; echo "to stderr" >&2; exit 5'], { stdin: 'typed\n' })).toEqual({ exitCode: 5, stdout: 'typed\n', stderr: 'to stderr\n' });
  const large = await runOnce(BUSYBOX, ['sh', '-c', 'head -c 300000 /dev/zero | tr "\\0" x']);
  expect(large.stdout).toBe('x'.repeat(300_000));
  expect(await left()).toEqual([]);
});

const look = 'id -u; touch /no 2>&1; touch /tmp/yes && echo wrote; grep -E "CapBnd|NoNewPrivs" /proc/self/status; ls /sys/class/net; echo $A; pwd';

test('denies by default, and each grant loosens one thing', async () => {
  expect((await runOnce(BUSYBOX, ['sh', '-c', look])).stdout).toMatchInlineSnapshot(`
    "65534
    touch: /no: Read-only file system
    wrote
    CapBnd:	0000000000000000
    NoNewPrivs:	1
    lo

    /
    "
  `);
  const granted = await runOnce(BUSYBOX, ['sh', '-c', look], { user: '0', read_only: false, cap_add: ['CHOWN'], no_new_privileges: false, network: 'bridge', env: { A: 'given' }, workdir: '/var' });
  expect(granted.stdout).toMatchInlineSnapshot(`
    "0
    wrote
    CapBnd:	0000000000000001
    NoNewPrivs:	0
    eth0
    lo
    given
    /var
    "
  `);
  expect((await runOnce(BUSYBOX, ['sh', '-c', 'touch /data/x && echo wrote'], { tmpfs: '/data:mode=1777' })).stdout).toBe('wrote\n');
});

test('ends what takes too much memory or time, and listens to the signal', async () => {
  expect((await runOnce(BUSYBOX, ['sh', '-c', 'head -c 40000000 /dev/zero | tail -c 40000000 | wc -c'], { mem_limit: '16m' })).stdout).not.toContain('40000000');
  expect(await failureOf(runOnce(BUSYBOX, ['sleep', '60'], { timeoutMs: 500 }), BUSYBOX)).toMatchInlineSnapshot(`
    {
      "code": "TIMEOUT",
      "message": "["sleep","60"] in a sandbox of "NAME" had not ended after 500 ms and was killed.
      If it only needs more time, raise timeoutMs.",
      "name": "TimeoutError",
    }
  `);
  const reason = new Error('enough');
  const controller = new AbortController();
  const aborted = expect(runOnce(BUSYBOX, ['sleep', '60'], { signal: controller.signal })).rejects.toBe(reason);
  const running = await until('the sandbox runs', async () => {
    const [name] = await left();
    return name !== undefined && (await inspect(name)).state.running && name;
  });
  expect(running).toMatch(/^seaworthy-once-[0-9a-f]{8}$/);
  controller.abort(reason);
  await aborted;
  expect(await left()).toEqual([]);
});

test('keeps of an output that is too long the beginning and the end, and says what is not there', async () => {
  const outcome = await runOnce(BUSYBOX, ['sh', '-c', 'echo first; head -c 5000000 /dev/zero | tr "\\0" x; echo; echo last; echo short >&2'], { maxOutputBytes: 20 });
  expect(outcome).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "leftOutBytes": {
        "stderr": 0,
        "stdout": 4999992,
      },
      "stderr": "short
    ",
      "stdout": "first
    xxxx
    [4999992 bytes left out]
    xxxx
    last
    ",
    }
  `);
  expect(await failureOf(runOnce(BUSYBOX, ['true'], { maxOutputBytes: 0.5 }))).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "1 problem in the sandbox

    maxOutputBytes: expected a whole number of bytes, found 0.5",
      "name": "SpecError",
    }
  `);
});

test('refuses what is no grant, and an image that is not there', async () => {
  expect(await failureOf(runOnce(BUSYBOX, ['true'], { privileged: true } as never))).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "1 problem in the sandbox

    privileged: is not a grant; there are env, workdir, volumes, network, cap_add, platform, extra_hosts, devices, user, read_only, tmpfs, no_new_privileges, mem_limit, cpus, pids_limit, timeoutMs, maxOutputBytes, stdin, pull, onProgress, signal",
      "name": "SpecError",
    }
  `);
  expect(await failureOf(runOnce('seaworthy-absent:1', ['true'], { pull: 'never' }))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "The image "seaworthy-absent:1" is not on the engine, and pull is "never".
      Pull or build it first, or leave pull out.",
      "name": "ImageError",
    }
  `);
  expect(await failureOf(runOnce(BUSYBOX, ['no-such-program']))).toMatchObject({ name: 'StartError', code: 'START_REJECTED', message: expect.stringContaining('no-such-program') });
  expect(await left()).toEqual([]);
});
