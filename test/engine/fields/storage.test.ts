import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up, type Stack } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { askEngine } from './ask-engine.ts';
import { raw, say } from './in-container.ts';

const sleep = { image: BUSYBOX, command: ['sleep', '600'], stop_grace_period: '0s' };

describe('the mounts of a service', () => {
  let stack: Stack;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seaworthy-storage-'));
    await mkdir(join(directory, 'there'));
    await writeFile(join(directory, 'there', 'file'), 'from the host');
    stack = await up({
      services: {
        app: {
          ...sleep,
          volumes: [
            `${directory}/there:/short:ro`,
            `${directory}/made:/made`,
            `${directory}/there:/shared:rw,private`,
            { type: 'bind', source: `${directory}/there`, target: '/long', read_only: true, consistency: 'cached', bind: { create_host_path: false, propagation: 'private' } },
            { type: 'bind', source: `${directory}/also-made`, target: '/also-made', bind: { create_host_path: true, selinux: 'z' } },
            { type: 'bind', source: `${directory}/there`, target: '/flat', bind: { recursive: 'disabled' } },
            'named:/named',
            'read:/read:ro',
            '/anonymous',
            { type: 'volume', target: '/labelled', volume: { labels: { 'org.kind': 'scratch' } } },
            { type: 'volume', source: 'empty', target: '/etc/init.d', volume: { nocopy: true } },
            { type: 'volume', source: 'filled', target: '/usr/local', volume: { nocopy: false } },
            { type: 'tmpfs', target: '/memory', tmpfs: { size: '2m', mode: 0o700 } },
            'special:/special',
          ],
          tmpfs: '/scratch:size=512k',
        },
        heir: { ...sleep, volumes_from: ['app:ro'] },
      },
      volumes: { named: {}, read: {}, empty: {}, filled: {}, special: { driver: 'local', driver_opts: { type: 'tmpfs', device: 'tmpfs', o: 'size=3m' }, labels: { 'org.kind': 'special' } } },
    });
  }, 120_000);
  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const app = () => stack.services['app']!;
  const options = async (path: string): Promise<string> => await say(app(), `grep ' ${path} ' /proc/mounts | cut -d' ' -f4`);

  it('bind paths of the host, read-only or not, in both forms', async () => {
    expect(await say(app(), 'cat /short/file /long/file')).toBe('from the hostfrom the host');
    expect((await app().exec(['touch', '/short/x'])).stderr).toContain('Read-only');
    expect((await app().exec(['touch', '/long/x'])).stderr).toContain('Read-only');
    await say(app(), 'echo back > /shared/back');
    await access(join(directory, 'there', 'back'));
  });

  it('create a host path that is missing, where it is asked for', async () => {
    await access(join(directory, 'made'));
    await access(join(directory, 'also-made'));
  });

  it('spread mounts as their propagation says, and take those below along or not', async () => {
    const mounts = (await app().inspect()).raw['Mounts'] as readonly { readonly Destination: string; readonly Propagation: string }[];
    const propagation = Object.fromEntries(mounts.map(({ Destination, Propagation }) => [Destination, Propagation]));
    expect(propagation).toMatchObject({ '/shared': 'private', '/long': 'private', '/short': 'rprivate' });
    const asked = (await raw(app(), 'HostConfig'))['Mounts'] as readonly { readonly Target: string; readonly BindOptions?: unknown }[];
    expect(asked.find(({ Target }) => Target === '/flat')?.BindOptions).toMatchObject({ NonRecursive: true });
  });

  it('hold named and anonymous volumes, with their labels', async () => {
    const mounts = (await app().inspect()).mounts;
    const at = (path: string) => mounts.find(({ destination }) => destination === path)!;
    expect(at('/named')).toMatchObject({ type: 'volume', name: `${stack.project}_named`, writable: true });
    expect(at('/read').writable).toBe(false);
    expect(at('/anonymous').name).toMatch(/^[0-9a-f]{64}$/);
    expect((await askEngine(`/volumes/${at('/labelled').name!}`))['Labels']).toEqual({ 'org.kind': 'scratch' });
  });

  it('fill a new volume with what the image has there, unless told not to', async () => {
    expect(await say(app(), 'ls -A /etc/init.d | wc -l')).toBe('0');
    expect(await say(app(), 'ls -A /usr/local | wc -l')).toBe(await say(stack.services['heir']!, 'ls -A /usr/local | wc -l'));
  });

  it('hold volumes of a driver with its options', async () => {
    expect(await askEngine(`/volumes/${stack.project}_special`)).toMatchObject({ Driver: 'local', Options: { type: 'tmpfs', device: 'tmpfs', o: 'size=3m' }, Labels: { 'org.kind': 'special' } });
    expect(await options('/special')).toContain('size=3072k');
  });

  it('keep memory of a size and a mode, in both forms', async () => {
    expect(await options('/memory')).toContain('size=2048k');
    expect(await say(app(), "stat -c '%a' /memory")).toBe('700');
    expect(await options('/scratch')).toContain('size=512k');
  });

  it('are had by another service through volumes_from, with its own access', async () => {
    await say(app(), 'echo shared > /named/file');
    expect(await say(stack.services['heir']!, 'cat /named/file')).toBe('shared');
    expect((await stack.services['heir']!.exec(['touch', '/named/x'])).stderr).toContain('Read-only');
  });
});

describe('configs and secrets', () => {
  it('are mounted from files and copied from text and variables, where and as whom they are asked for', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'seaworthy-files-'));
    try {
      await writeFile(join(directory, 'cert.pem'), 'certificate');
      await using stack = await up(
        {
          services: {
            app: {
              ...sleep,
              configs: ['motd', { source: 'motd', target: '/etc/app/motd.txt', uid: '12', gid: '34', mode: 0o640 }, { source: 'cert', target: '/etc/cert.pem' }, { source: 'fromEnv', target: 'relative.conf' }],
              secrets: ['token', { source: 'token', target: 'renamed', mode: '0400', uid: '5' }, { source: 'key', target: '/root/key.pem' }],
            },
            readOnly: { ...sleep, read_only: true, secrets: ['key'] },
          },
          configs: { motd: { content: 'hello $${NAME} ${WHO}' }, cert: { file: join(directory, 'cert.pem') }, fromEnv: { environment: 'CONFIGURED' } },
          secrets: { token: { environment: 'TOKEN' }, key: { file: join(directory, 'cert.pem') } },
        },
        { env: { TOKEN: 's3cret', CONFIGURED: 'yes', WHO: 'you' } },
      );
      const app = stack.services.app;
      expect(await say(app, 'cat /motd; echo; cat /etc/app/motd.txt; echo; cat /etc/cert.pem; echo; cat /relative.conf')).toBe('hello ${NAME} you\nhello ${NAME} you\ncertificate\nyes');
      expect(await say(app, 'cat /run/secrets/token; echo; cat /run/secrets/renamed; echo; cat /root/key.pem')).toBe('s3cret\ns3cret\ncertificate');
      expect(await say(app, "stat -c '%a %u %g' /motd /etc/app/motd.txt /run/secrets/token /run/secrets/renamed")).toBe('444 0 0\n640 12 34\n444 0 0\n400 5 0');
      expect((await app.exec(['sh', '-c', 'echo x > /etc/cert.pem'])).exitCode).not.toBe(0);
      expect(await say(stack.services.readOnly, 'cat /run/secrets/key')).toBe('certificate');
      expect(stack.warnings).toEqual([]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
