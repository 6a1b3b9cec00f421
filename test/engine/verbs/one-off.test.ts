import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startCountingProxy } from '../../../bench/counting-proxy.mjs';
import { allCommands } from '../../../src/cli/commands.ts';
import { runCommandLine } from '../../../src/cli/run-command-line.ts';
import { wait } from '../../../src/container.ts';
import { composeUp, openProject } from '../../../src/engine/index.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';

const screen = { isTerminal: false, coloured: false, columns: 80, rows: 24 };
const { signal } = new AbortController();

/** A command line on the real engine, in this process. */
const seaworthy = async (args: readonly string[], stdin: Uint8Array = Buffer.alloc(0)): Promise<{ readonly code: number; readonly data: Buffer; readonly said: string }> => {
  const data: Buffer[] = [];
  const said: string[] = [];
  const say = (line: string | Uint8Array): void => void said.push(String(line));
  const code = await runCommandLine(args, {
    commands: allCommands('1'), version: '1', engine: { composeUp, openProject }, interrupts: { signal, again: () => signal },
    output: { data: (chunk) => void data.push(Buffer.from(chunk)), aside: say, message: say, warning: say, dataScreen: screen, asideScreen: screen },
    input: { isTerminal: false, open: () => Readable.from([stdin]), raw: () => () => {} },
  });
  return { code, data: Buffer.concat(data), said: said.join('\n') };
};

const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true, stop_grace_period: '0s' } as const;

afterEach(() => vi.unstubAllEnvs());

describe('a one-off container', { timeout: 180_000 }, () => {
  it('runs on by itself with run -d, takes and gives a tar with cp -, and goes with its service or by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-one-off-'));
    const name = `once-${randomBytes(4).toString('hex')}`;
    const file = join(folder, 'compose.yaml');
    await writeFile(file, JSON.stringify({ name, services: { a: sleeper, job: { image: BUSYBOX, command: ['sh', '-c', 'exit 7'], depends_on: ['a'], profiles: ['job'] } } }));
    const on = async (...args: readonly string[]): ReturnType<typeof seaworthy> => await seaworthy(['-f', file, '--progress', 'quiet', ...args]);
    try {
      const started = await on('run', '-d', '--name', `${name}-job`, 'job');
      expect(started).toMatchObject({ code: 0, said: '' });
      expect(await wait(started.data.toString().trim())).toBe(7);
      expect(await on('run', '-d', '--rm', 'a', 'true')).toMatchObject({ code: 0 });
      await expect.poll(() => leftOf(name), { timeout: 60_000 }).toEqual([`container ${name}-a-1`, `container ${name}-job`, `network ${name}_default`]);

      await on('exec', 'a', 'sh', '-c', 'mkdir -p /srv/seed /in && echo green > /srv/seed/leaf');
      const tar = await on('cp', 'a:/srv/seed', '-');
      expect(tar).toMatchObject({ code: 0, said: '' });
      expect(await seaworthy(['-f', file, 'cp', '-', 'a:/in'], tar.data)).toMatchObject({ code: 0, said: '' });
      expect((await on('exec', 'a', 'cat', '/in/seed/leaf')).data.toString()).toBe('green\n');
      expect(await seaworthy(['-f', file, 'cp', '-', 'a:/gone'], tar.data)).toMatchObject({ code: 1, said: 'There is no "/gone" in service "a", or the container is gone.\n  Correct the path; it starts at the root of the container.' });
      expect(await on('cp', '-', '-')).toMatchObject({ code: 2 });

      expect(await on('down', 'a')).toMatchObject({ code: 0, said: '' });
      expect(await leftOf(name)).toEqual([`container ${name}-job`, `network ${name}_default`]);
    } finally {
      await on('down', '-v', '--remove-orphans');
      await rm(folder, { recursive: true });
    }
    expect(await leftOf(name)).toEqual([]);
  });

  it.each(['run', 'runDetached'] as const)('that %s is told to give up while it is started leaves nothing', async (verb) => {
    await using proxy = await startCountingProxy();
    vi.stubEnv('DOCKER_HOST', proxy.host);
    await using stack = await up({ services: { a: { ...sleeper, scale: 0 } } });
    const before = await leftOf(stack.project);
    const controller = new AbortController();
    proxy.taken();
    const running = stack[verb]('a', undefined, { signal: controller.signal });
    running.catch(() => {});
    const seen: string[] = [];
    await expect.poll(() => seen.push(...proxy.taken()) > 0 && seen.some((request) => /^POST \/containers\/[^/]+\/start/.test(request)), { timeout: 60_000, interval: 2 }).toBe(true);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await leftOf(stack.project)).toEqual(before);
  });
});
