/**
 * A Podman of the test's own: storage, networks and socket in a folder that goes with it, so that what the machine's
 * Podman holds is neither seen nor touched.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { containersConf, freePort, registriesConf } from './podman-settings.ts';
import { untilAnswering } from './until-answering.ts';

const run = promisify(execFile);

/** Why there cannot be one here; nothing when there can. */
export const canHavePodman = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes Linux and root';
  const missing = ['/usr/bin/podman', '/usr/lib/podman/netavark', '/usr/lib/podman/aardvark-dns', '/usr/bin/docker'].filter((path) => !existsSync(path));
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
};

const storageConf = (folder: string): string => `
[storage]
driver = "overlay"
graphroot = "${folder}/storage"
runroot = "${folder}/run"
`;

export class PrivatePodman implements AsyncDisposable {
  readonly host: string;
  /** The variables with which the `podman` command, or a service of its API, is this one. */
  readonly env: NodeJS.ProcessEnv;
  /** The port of 127.0.0.1 at which it takes a registry without TLS. */
  readonly registryPort: number;
  readonly #folder: string;
  #service: ChildProcess | undefined;
  #log = '';

  private constructor(folder: string, registryPort: number) {
    this.#folder = folder;
    this.registryPort = registryPort;
    this.host = `unix://${join(folder, 'podman.sock')}`;
    this.env = { ...process.env, CONTAINERS_CONF: join(folder, 'containers.conf'), CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'), CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf') };
  }

  /** Makes one that has the given images of the default engine, without a service. */
  static async create(images: readonly string[]): Promise<PrivatePodman> {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-podman-'));
    const podman = new PrivatePodman(folder, await freePort());
    try {
      await mkdir(join(folder, 'networks'));
      await writeFile(join(folder, 'containers.conf'), containersConf(join(folder, 'networks')));
      await writeFile(join(folder, 'storage.conf'), storageConf(folder));
      await writeFile(join(folder, 'registries.conf'), registriesConf(podman.registryPort));
      if (images.length > 0) await run('sh', ['-c', 'docker save "$@" | podman load --quiet', 'sh', ...images], { env: podman.env });
      return podman;
    } catch (error) {
      await podman[Symbol.asyncDispose]();
      throw error;
    }
  }

  static async start(images: readonly string[]): Promise<PrivatePodman> {
    const podman = await PrivatePodman.create(images);
    try {
      await podman.#serve();
      return podman;
    } catch (error) {
      await podman[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #serve(): Promise<void> {
    const service = spawn('podman', ['system', 'service', '--time=0', this.host], { env: this.env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#service = service;
    service.stderr.setEncoding('utf8').on('data', (text: string) => (this.#log = (this.#log + text).slice(-2_000)));
    await untilAnswering(this.host, () => this.#log);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#service?.kill('SIGTERM');
    await run('podman', ['rm', '--all', '--force', '--time=0'], { env: this.env });
    await run('podman', ['network', 'prune', '--force'], { env: this.env });
    const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(this.#folder));
    for (const mount of mounts.reverse()) await run('umount', ['--lazy', mount]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
