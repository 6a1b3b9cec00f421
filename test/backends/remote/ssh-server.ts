import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SSHD = '/usr/sbin/sshd';
const PATIENCE_MS = 15_000;

/** Why there cannot be one here; nothing when there can. */
export const canHaveSshServer = (): string | undefined => {
  if (process.getuid?.() !== 0) return 'it takes root';
  const missing = [SSHD, '/usr/bin/ssh', '/usr/bin/ssh-keygen'].filter((path) => !existsSync(path));
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** A server on loopback with keys of its own, and an `ssh` that knows them as a user's would from ~/.ssh. */
export class SshServer implements AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly #server: ChildProcess;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.#server = spawn(SSHD, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: ['ignore', 'ignore', 'ignore'] });
  }

  static async start(): Promise<SshServer> {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-ssh-'));
    const port = await freePort();
    for (const key of ['host', 'client', 'stranger']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
    await writeFile(join(folder, 'authorized'), await readFile(join(folder, 'client.pub')));
    await writeFile(join(folder, 'known'), `[127.0.0.1]:${String(port)} ${await readFile(join(folder, 'host.pub'), 'utf8')}`);
    await writeFile(join(folder, 'sshd_config'), [`Port ${String(port)}`, 'ListenAddress 127.0.0.1', `HostKey ${folder}/host`, `AuthorizedKeysFile ${folder}/authorized`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin prohibit-password', 'PidFile none', ''].join('\n'));
    // It keeps its unprivileged part there, and only the distribution's own start makes it.
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    const server = new SshServer(folder, port);
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await listens(port))) {
      if (Date.now() > deadline) throw new Error(`sshd does not listen on port ${String(port)}`);
      await sleep(50);
    }
    return server;
  }

  get url(): string {
    return `ssh://${userInfo().username}@127.0.0.1:${String(this.port)}`;
  }

  /** The variables of a user who has this key and knows these hosts: ssh reads no HOME, so it is another `ssh`. */
  async env(key: 'client' | 'stranger', known = 'known'): Promise<NodeJS.ProcessEnv> {
    const programs = join(this.folder, `bin-${key}-${known}`);
    await mkdir(programs, { recursive: true });
    const config = join(programs, 'config');
    await writeFile(config, `IdentityFile ${this.folder}/${key}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile ${this.folder}/${known}\nGlobalKnownHostsFile /dev/null\n`);
    await writeFile(join(programs, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${config} "$@"\n`);
    await chmod(join(programs, 'ssh'), 0o755);
    return { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
