/**
 * A Podman that runs without root: as a user that exists for the run alone, with everything it keeps in a folder that
 * goes with it.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { containersConf, freePort, registriesConf } from './podman-settings.ts';
import { canHavePodman } from './private-podman.ts';
import { PassingUser } from './passing-user.ts';
import { untilAnswering } from './until-answering.ts';

const run = promisify(execFile);

/** Why there cannot be one here; nothing when there can. */
export const canHaveRootlessPodman = (): string | undefined => {
  const missing = ['/usr/bin/newuidmap', '/usr/bin/slirp4netns', '/usr/sbin/useradd', '/dev/net/tun'].filter((path) => !existsSync(path));
  return canHavePodman() ?? (missing.length === 0 ? undefined : `${missing.join(', ')} not installed`);
};

/**
 * Runs a command as the user `$1`, whose network programs want a tunnel device that every user may open. The machine's own
 * stays as it is: this one is seen in a mount namespace that ends with the last process in it.
 */
const AS_USER = `
set -e
mount -t tmpfs -o mode=755 tmpfs "$2"
mknod -m 666 "$2/tun" c 10 200
mount --bind "$2/tun" /dev/net/tun
user="$1"; shift 2
cd /
exec setpriv --reuid="$user" --regid="$user" --init-groups --inh-caps=-all env -i "$@"
`;

export class RootlessPodman implements AsyncDisposable {
  readonly host: string;
  /** The port of 127.0.0.1 at which it takes a registry without TLS. */
  readonly registryPort: number;
  readonly #folder: string;
  readonly #user: PassingUser;
  #service: ChildProcess | undefined;
  #log = '';

  private constructor(folder: string, user: PassingUser, registryPort: number) {
    this.#folder = folder;
    this.#user = user;
    this.registryPort = registryPort;
    this.host = `unix://${join(folder, 'run/podman.sock')}`;
  }

  /** Starts one that has the given images of the default engine. */
  static async start(images: readonly string[]): Promise<RootlessPodman> {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-rootless-'));
    const podman = new RootlessPodman(folder, await PassingUser.create(join(folder, 'home')), await freePort());
    try {
      await podman.#settle();
      podman.#serve();
      await untilAnswering(podman.host, () => podman.#log);
      await run('sh', ['-c', 'host="$1"; shift; docker save "$@" | docker --host "$host" load', 'sh', podman.host, ...images]);
      return podman;
    } catch (error) {
      await podman[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Writes its settings, and makes the folders that are the user's. */
  async #settle(): Promise<void> {
    const folder = this.#folder;
    await chmod(folder, 0o755);
    for (const name of ['home', 'run', 'networks', 'dev']) await mkdir(join(folder, name), { mode: 0o700 });
    await writeFile(join(folder, 'containers.conf'), containersConf(join(folder, 'networks')));
    await writeFile(join(folder, 'registries.conf'), registriesConf(this.registryPort));
    await run('chown', [`${this.#user.name}:`, ...['home', 'run', 'networks'].map((name) => join(folder, name))]);
  }

  /** The command line that runs one of Podman's as the user. */
  #asUser(args: readonly string[]): readonly string[] {
    const folder = this.#folder;
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
      CONTAINERS_CONF: join(folder, 'containers.conf'),
      CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
    };
    return ['--mount', 'sh', '-c', AS_USER, 'sh', this.#user.name, join(folder, 'dev'), ...Object.entries(env).map(([name, value]) => `${name}=${value}`), 'podman', ...args];
  }

  #serve(): void {
    this.#service = spawn('unshare', this.#asUser(['system', 'service', '--time=0', this.host]), { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#service.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#log = (this.#log + text).slice(-2_000)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#service?.kill('SIGTERM');
    await run('unshare', [...this.#asUser(['rm', '--all', '--force', '--time=0'])]).finally(async () => {
      await this.#user[Symbol.asyncDispose]();
      await rm(this.#folder, { recursive: true, force: true });
    });
  }
}
