import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { listResources } from '../../scripts/leftovers.mjs';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** The rest, as of the Vitest that runs this test, changes what a Vitest of its own does. */
const NEEDED = /^(PATH|HOME|TMPDIR|LANG|DOCKER_.*|SEAWORTHY_.*|.*_IMAGE)$/;

const environment = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => NEEDED.test(name)));

/** What a program of its own has said, and how to end it. */
export class OwnerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #said = '';

  constructor(command: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }) {
    // A group of its own, as a terminal gives it: a signal to the group is Ctrl-C.
    // Named, so that an engine that is slow is waited for: another one would be taken otherwise.
    this.#child = spawn(process.execPath, command, { cwd: options.cwd, env: { ...environment(), DOCKER_HOST: host, NO_COLOR: '1', ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve(performance.now())));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get said(): string {
    return this.#said;
  }

  /** Waits until it has said something, at most for two minutes. */
  async until(text: string): Promise<void> {
    for (let round = 0; !this.#said.includes(text); round += 1) {
      if (round > 12_000 || this.#child.exitCode !== null) throw new Error(`it did not say ${JSON.stringify(text)}, but:\n${this.#said}`);
      await sleep(10);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  killGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Resolves when it has ended, with the moment. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Its watchers: children of it that run the watcher's program. */
  watchers(): readonly number[] {
    return readdirSync('/proc').map(Number).filter((pid) => Number.isInteger(pid) && isWatcherOf(pid, this.pid));
  }
}

const isWatcherOf = (pid: number, parent: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return ppid === parent && readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('watcher.mjs');
  } catch {
    // It ended meanwhile.
    return false;
  }
};

/** Names of containers, networks and volumes of the projects whose names are or begin with the given one, in order. */
export const namesOf = async (project: string): Promise<readonly string[]> =>
  (await listResources(host)).map(({ name }) => name).filter((name) => name.startsWith(`${project}-`) || name.startsWith(`${project}_`)).sort();

const STABLE_MS = 3_000;

/** What the engine still has of stacks of this name after a while. What was being created may come late: for a while there has to be nothing. */
export const leftAfter = async (name: string, patienceMs: number): Promise<readonly string[]> => {
  const startMs = performance.now();
  for (let seenMs = 0; ; ) {
    const left = await namesOf(name);
    const nowMs = performance.now() - startMs;
    if (left.length > 0) seenMs = nowMs;
    if (nowMs - seenMs > STABLE_MS || nowMs > patienceMs) return left;
    await sleep(100);
  }
};
