import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { raw, say } from './in-container.ts';

describe('the process of a service', () => {
  let stack: Stack;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seaworthy-process-'));
    await writeFile(join(directory, 'one.env'), 'FROM_FILE=yes\nBOTH=file\n');
    await writeFile(join(directory, 'labels'), 'org.file=labelled\norg.both=file\n');
    stack = await up(
      {
        services: {
          app: {
            image: BUSYBOX,
            entrypoint: ['sh', '-c'],
            command: ['echo "$$0 $$1"; exec sleep 600', 'first', 'second'],
            working_dir: '/var/tmp',
            user: '1234:2345',
            group_add: ['3456'],
            hostname: 'pilot',
            domainname: 'harbour.test',
            init: true,
            stop_signal: 'SIGUSR1',
            stop_grace_period: '7s500ms',
            environment: { NUMBER: 7, EMPTY: '', BOTH: 'own', PATH_REMOVED: null, BARE: null },
            env_file: [join(directory, 'one.env')],
            label_file: [join(directory, 'labels')],
            labels: { 'org.number': 1, 'org.both': 'own' },
            platform: 'linux/amd64',
            runtime: 'runc',
            restart: 'on-failure:3',
            logging: { driver: 'json-file', options: { 'max-size': '1m', 'max-file': 2 } },
            attach: false,
          },
          terminal: {
            image: BUSYBOX,
            command: 'sh -c "tty; exec cat"',
            tty: true,
            stdin_open: true,
            stop_grace_period: '0s',
            deploy: { restart_policy: { condition: 'on-failure', max_attempts: 2 } },
          },
          quiet: { image: BUSYBOX, command: ['sleep', '600'], logging: { driver: 'none' }, healthcheck: { test: 'true', interval: '11s', timeout: '3s', retries: 5, start_period: '2s' } },
          silenced: { image: BUSYBOX, command: ['sleep', '600'], healthcheck: { disable: true }, stop_grace_period: '0s', restart: 'unless-stopped' },
        },
      },
      { env: { BARE: 'from outside' } },
    );
  }, 120_000);
  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const app = () => stack.services['app']!;

  it('has its entrypoint and command, split as words or as they are', async () => {
    expect((await app().logs()).map(({ text }) => text)).toEqual(['first second']);
    expect((await raw(stack.services['terminal']!, 'Config'))['Cmd']).toEqual(['sh', '-c', 'tty; exec cat']);
  });

  it('runs as its user with its groups, in its working directory, behind an init', async () => {
    expect(await say(app(), 'id -u; id -g; id -G; pwd')).toBe('1234\n2345\n2345 3456\n/var/tmp');
    expect(await say(app(), 'cat /proc/1/comm')).toMatch(/init/);
  });

  it('has its host name and domain name', async () => {
    expect(await say(app(), 'hostname; cat /proc/sys/kernel/domainname')).toBe('pilot\nharbour.test');
    expect(await say(app(), 'cat /etc/hosts')).toMatch(/pilot\.harbour\.test pilot/);
  });

  it('has the variables of environment and env_file, the own ones first, and bare ones from outside', async () => {
    expect(await say(app(), 'echo "$NUMBER|$FROM_FILE|$BOTH|$BARE|${EMPTY-unset}|${PATH_REMOVED-unset}"')).toBe('7|yes|own|from outside||unset');
  });

  it('has its labels and those of label_file', async () => {
    const labels = (await app().inspect()).labels;
    expect({ file: labels['org.file'], number: labels['org.number'], both: labels['org.both'] }).toEqual({ file: 'labelled', number: '1', both: 'own' });
  });

  it('has its stop signal, its grace in whole seconds, its platform and runtime', async () => {
    expect(await raw(app(), 'Config')).toMatchObject({ StopSignal: 'SIGUSR1', StopTimeout: 7 });
    expect(await raw(app(), 'HostConfig')).toMatchObject({ Runtime: 'runc' });
    expect((await app().inspect()).raw['Platform']).toBe('linux');
  });

  it('has its restart policy, from restart or from deploy', async () => {
    expect((await raw(app(), 'HostConfig'))['RestartPolicy']).toEqual({ Name: 'on-failure', MaximumRetryCount: 3 });
    expect((await raw(stack.services['terminal']!, 'HostConfig'))['RestartPolicy']).toEqual({ Name: 'on-failure', MaximumRetryCount: 2 });
    expect((await raw(stack.services['silenced']!, 'HostConfig'))['RestartPolicy']).toEqual({ Name: 'unless-stopped', MaximumRetryCount: 0 });
  });

  it('logs by its driver and options', async () => {
    expect((await raw(app(), 'HostConfig'))['LogConfig']).toEqual({ Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } });
    expect((await raw(stack.services['quiet']!, 'HostConfig'))['LogConfig']).toMatchObject({ Type: 'none' });
  });

  it('has a terminal and an open standard input', async () => {
    const terminal = stack.services['terminal']!;
    expect((await terminal.logs()).map(({ text }) => text.trim())).toEqual(['/dev/pts/0']);
    expect(await say(terminal, 'readlink /proc/1/fd/0')).toBe('/dev/pts/0');
    expect((await terminal.state()).status).toBe('running');
  });

  it('has its healthcheck with every number, or none where it is disabled', async () => {
    expect((await stack.services['quiet']!.inspect()).healthcheck).toMatchObject({ test: ['CMD-SHELL', 'true'], intervalMs: 11_000, timeoutMs: 3000, retries: 5, startPeriodMs: 2000 });
    expect((await raw(stack.services['silenced']!, 'Config'))['Healthcheck']).toEqual({ Test: ['NONE'] });
    expect((await stack.services['silenced']!.inspect()).healthcheck).toBeUndefined();
  });
});
