/**
 * An engine of one's own, which may be killed: a second `dockerd` from the same installation, in a network
 * namespace of its own so that its bridges and firewall rules cannot touch those of the first.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { requestText } from '../setup/engine-request.mjs';

const run = promisify(execFile);

const PATIENCE_MS = 30_000;

/** Whether this machine can have one: it takes root and the distribution's engine. */
export const canHavePrivateEngine = () => process.getuid?.() === 0 && existsSync('/usr/sbin/dockerd') && existsSync('/usr/bin/nsenter');

/** Ids of the processes that name a folder in their command line: all that an engine started. @param {string} folder */
const processesNaming = async (folder) => {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found = await Promise.all(pids.map(async (pid) => ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(folder) ? [pid] : [])));
  return found.flat();
};

/** @param {number} pid */
const kill = (pid) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
};

/** A daemon that may be killed and started again, with all that it holds. */
export class PrivateEngine {
  host;
  #folder;
  /** Holds the network namespace, which outlives each daemon. */
  #namespace;
  /** What else the daemon is started with. */
  #flags;

  /**
   * @param {string} folder
   * @param {readonly string[]} flags
   */
  constructor(folder, flags) {
    this.#folder = folder;
    this.#flags = flags;
    this.host = `unix://${join(folder, 'engine.sock')}`;
    this.#namespace = spawn('unshare', ['--net', 'tail', '-f', '/dev/null'], { stdio: 'ignore' });
  }

  /**
   * Starts one that has the given images of the first engine; with `diskBytes` its disk is that small; `flags` are more for the daemon.
   *
   * @param {readonly string[]} images
   * @param {{ diskBytes?: number, flags?: readonly string[] }} [options]
   */
  static async start(images, { diskBytes, flags = [] } = {}) {
    const engine = new PrivateEngine(await mkdtemp(join(tmpdir(), 'seaworthy-engine-')), flags);
    try {
      if (diskBytes !== undefined) {
        await mkdir(join(engine.#folder, 'data'));
        await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', join(engine.#folder, 'data')]);
      }
      await engine.startDaemon();
      for (const image of images) await run('sh', ['-c', 'docker save "$1" | docker --host "$2" load', 'sh', image, engine.host]);
      return engine;
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** A process in its network namespace. */
  get namespacePid() {
    return this.#namespace.pid ?? 0;
  }

  async startDaemon() {
    const folder = this.#folder;
    const flags = [`--host=${this.host}`, `--data-root=${folder}/data`, `--exec-root=${folder}/exec`, `--pidfile=${folder}/pid`, '--userland-proxy=false', ...this.#flags];
    // Where nobody reaps orphans, the containerd that died with its daemon still has an entry, and counts as alive.
    for (const pidFile of ['pid', 'exec/containerd/containerd.pid']) await rm(join(folder, pidFile), { force: true });
    const log = await open(join(folder, 'log'), 'a');
    spawn('nsenter', [`--net=/proc/${this.#namespace.pid}/ns/net`, 'dockerd', ...flags], { stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const answer = await requestText(this.host, '/_ping').catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`the private engine did not answer within ${PATIENCE_MS} ms:\n${(await readFile(join(folder, 'log'), 'utf8')).slice(-2000)}`);
  }

  async #daemonPid() {
    return Number(await readFile(join(this.#folder, 'pid'), 'utf8'));
  }

  /** The daemon accepts connections and answers nothing, until `resumeDaemon`. */
  async suspendDaemon() {
    process.kill(await this.#daemonPid(), 'SIGSTOP');
  }

  async resumeDaemon() {
    process.kill(await this.#daemonPid(), 'SIGCONT');
  }

  /** Ends the daemon as a crash would. */
  async killDaemon() {
    const pid = await this.#daemonPid();
    kill(pid);
    while (existsSync(`/proc/${pid}`)) await sleep(20);
  }

  async [Symbol.asyncDispose]() {
    for (let round = 0; round < 50; round += 1) {
      const pids = await processesNaming(this.#folder);
      if (pids.length === 0) break;
      pids.forEach(kill);
      await sleep(100);
    }
    this.#namespace.kill('SIGKILL');
    const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(this.#folder));
    for (const mount of mounts.reverse()) await run('umount', ['--lazy', mount]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
