import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The name says which process made it, so that a later run can remove what a killed one left. */
const OURS = /^(seaworthy-(\d+)):/gm;
const PATIENCE_MS = 10_000;

interface Range {
  readonly from: number;
  readonly count: number;
}

/** The ids that a user may give to the processes in its containers. */
async function subordinateIds(name: string): Promise<readonly Range[]> {
  const lines = (await readFile('/etc/subuid', 'utf8')).split('\n').map((line) => line.split(':'));
  return lines.filter(([owner]) => owner === name).map(([, from, count]) => ({ from: Number(from), count: Number(count) }));
}

/** Processes that run under one of these ids. What has ended and was not reaped is none. */
async function processesUnder(ranges: readonly Range[]): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
      const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? -1);
      return /^State:\s+Z/m.test(status) || !ranges.some(({ from, count }) => uid >= from && uid < from + count) ? [] : [pid];
    }),
  );
  return found.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends all that runs as a user of ours, and removes the user. */
async function removeUser(name: string): Promise<void> {
  const own = Number((await run('id', ['-u', name])).stdout);
  const ranges = [{ from: own, count: 1 }, ...(await subordinateIds(name))];
  const deadline = Date.now() + PATIENCE_MS;
  for (let pids = await processesUnder(ranges); pids.length > 0; pids = await processesUnder(ranges)) {
    if (Date.now() > deadline) throw new Error(`processes of the user ${name} do not end: ${pids.join(', ')}`);
    pids.forEach(kill);
    await sleep(100);
  }
  await run('userdel', [name]);
}

/** A user of this machine for as long as a test needs it, with ids for its containers. */
export class PassingUser implements AsyncDisposable {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** Makes one, and removes those that killed runs have left. `home` is not created. */
  static async create(home: string): Promise<PassingUser> {
    const users = [...(await readFile('/etc/passwd', 'utf8')).matchAll(OURS)];
    for (const [, name = '', pid = ''] of users) if (!existsSync(`/proc/${pid}`)) await removeUser(name);
    const name = `seaworthy-${String(process.pid)}`;
    await run('useradd', ['--system', '--user-group', '--add-subids-for-system', '--no-create-home', '--home-dir', home, '--shell', '/usr/sbin/nologin', name]);
    return new PassingUser(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeUser(this.name);
  }
}
