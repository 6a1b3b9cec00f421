import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { pause } from '../readiness/pause.ts';

export interface BuildLockOptions {
  readonly signal: AbortSignal;
  /** Told once, when somebody else has the lock. */
  readonly onWait: () => void;
}

/** How often the holder of a lock shows that it is alive, and how old a sign of life may be. */
const SIGN_OF_LIFE_MS = 5_000;
const DEAD_AFTER_MS = 60_000;
const LOOK_MS = 200;

/** Where the locks of this user are. */
export const lockFolder = (): string => join(tmpdir(), `seaworthy-${userInfo().username}`, 'builds');

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

const ifThere = async <T>(look: Promise<T>): Promise<T | undefined> => {
  try {
    return await look;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const take = async (file: string, token: string): Promise<boolean> => {
  try {
    await writeFile(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/** Whoever holds the lock has ended, or has given no sign of life for long. */
const isAbandoned = async (file: string): Promise<boolean> => {
  const [holder, stats] = [await ifThere(readFile(file, 'utf8')), await ifThere(stat(file))];
  if (holder === undefined || stats === undefined) return false;
  const pid = Number(holder.split(' ')[0]);
  // A file that was just made may not have its text yet.
  const named = Number.isInteger(pid) && pid > 0;
  return (named && !isRunning(pid)) || Date.now() - stats.mtimeMs > DEAD_AFTER_MS;
};

const acquire = async (file: string, token: string, { signal, onWait }: BuildLockOptions): Promise<void> => {
  for (let waited = false; !(await take(file, token)); waited = true) {
    if (!waited) onWait();
    // Two that take over at once may both go on: the image is then built twice, which is all that is lost.
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await pause(LOOK_MS, signal);
  }
};

/**
 * Runs one build of a name at a time among the processes of this user on this machine. A file says who builds; it is
 * taken over when that process has ended, however it ended.
 */
export const withBuildLock = async <T>(name: string, options: BuildLockOptions, act: () => Promise<T>): Promise<T> => {
  await mkdir(lockFolder(), { recursive: true });
  const file = join(lockFolder(), `${name}.lock`);
  const token = `${String(process.pid)} ${randomBytes(6).toString('hex')}`;
  await acquire(file, token, options);
  const alive = setInterval(() => {
    const now = new Date();
    // Taken over: nothing is left to keep alive.
    utimes(file, now, now).catch(() => clearInterval(alive));
  }, SIGN_OF_LIFE_MS);
  alive.unref();
  try {
    return await act();
  } finally {
    clearInterval(alive);
    if ((await ifThere(readFile(file, 'utf8'))) === token) await rm(file, { force: true });
  }
};
