/**
 * A newer Docker than the default one, from programs that are unpacked and not installed. It runs in the network of this
 * process, which therefore has to be another than the machine's: `npm run test:backends` sees to that.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { untilAnswering } from './until-answering.ts';

const run = promisify(execFile);
const PATIENCE_MS = 30_000;
const PROGRAMS = fileURLToPath(new URL('../../.setup/newer-docker', import.meta.url));

/** A network of this process's own knows nothing but itself. */
const isOwnNetwork = (): boolean => Object.keys(networkInterfaces()).join() === 'lo' && !readFileSync('/proc/net/dev', 'utf8').includes('docker0:');

/** Why there cannot be one here; nothing when there can. */
export const canHaveNewerDocker = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes Linux and root';
  const missing = [join(PROGRAMS, 'dockerd'), '/usr/bin/docker', '/usr/sbin/runc'].filter((path) => !existsSync(path));
  if (missing.length > 0) return `${missing.join(', ')} not there`;
  if (!(process.env['DOCKER_HOST'] ?? 'unix://').startsWith('unix://')) return 'the default engine, which has the images, cannot be reached from another network';
  return isOwnNetwork() ? undefined : "two daemons in the machine's network would break each other's: npm run test:backends gives it another one";
};

export class NewerDocker implements AsyncDisposable {
  readonly host: string;
  readonly #folder: string;
  readonly #daemon: ChildProcess;
  #log = '';

  private constructor(folder: string) {
    this.#folder = folder;
    this.host = `unix://${join(folder, 'engine.sock')}`;
    // A file of settings of its own: the machine's may name another socket.
    const flags = [`--config-file=${folder}/daemon.json`, `--host=${this.host}`, `--data-root=${folder}/data`, `--exec-root=${folder}/exec`, `--pidfile=${folder}/pid`];
    this.#daemon = spawn(join(PROGRAMS, 'dockerd'), flags, { env: { ...process.env, PATH: `${PROGRAMS}:${process.env['PATH'] ?? ''}` }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#daemon.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#log = (this.#log + text).slice(-2_000)));
  }

  /** Starts one that has the given images of the default engine. */
  static async start(images: readonly string[]): Promise<NewerDocker> {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-docker-'));
    await writeFile(join(folder, 'daemon.json'), '{}');
    const docker = new NewerDocker(folder);
    try {
      await untilAnswering(docker.host, () => docker.#log);
      await run('sh', ['-c', 'host="$1"; shift; docker save "$@" | docker --host "$host" load', 'sh', docker.host, ...images]);
      return docker;
    } catch (error) {
      await docker[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Ends the daemon, which ends its containers and its containerd. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#daemon.exitCode !== null || this.#daemon.signalCode !== null;
    if (!ended) {
      const exit = new Promise<void>((resolve) => this.#daemon.once('exit', () => resolve()));
      this.#daemon.kill('SIGTERM');
      const kill = setTimeout(() => this.#daemon.kill('SIGKILL'), PATIENCE_MS);
      await exit;
      clearTimeout(kill);
    }
    const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(this.#folder));
    for (const mount of mounts.reverse()) await run('umount', ['--lazy', mount]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
