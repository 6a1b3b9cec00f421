import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '../../errors.ts';
import { ownFolder } from '../cleanup/own-folder.ts';
import { pause } from '../readiness/pause.ts';

export interface FileLockOptions {
  readonly signal: AbortSignal | undefined;
  /** Told once, when somebody else has the lock: the process that has it, where its file says so. */
  readonly onWait: (pid: number | undefined) => void;
}

/** How often the holder of a lock shows that it is alive, and how old a sign of life may be. */
const SIGN_OF_LIFE_MS = 5_000;
const DEAD_AFTER_MS = 60_000;
/** Taking over is the work of a moment: whoever is at it for longer has ended. */
const TAKE_OVER_MS = 10_000;
const LOOK_MS = 200;

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

const ageMs = async (file: string): Promise<number> => Date.now() - ((await ifThere(stat(file)))?.mtimeMs ?? Date.now());

/** A file that was just made may not have its text yet. */
const holderOf = async (file: string): Promise<number | undefined> => {
  const pid = Number((await ifThere(readFile(file, 'utf8')))?.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/** Whoever holds the lock has ended, or has given no sign of life for long. */
const isAbandoned = async (file: string): Promise<boolean> => {
  const holder = await holderOf(file);
  return (holder !== undefined && !isRunning(holder)) || (await ageMs(file)) > DEAD_AFTER_MS;
};

/** Removes the lock of somebody who has ended. One at a time, so that nobody removes the lock of who came next. */
const clear = async (file: string, token: string): Promise<void> => {
  const guard = `${file}.taking-over`;
  if (!(await take(guard, token))) {
    if ((await ageMs(guard)) > TAKE_OVER_MS) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isAbandoned(file)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
};

const acquire = async (file: string, token: string, { signal, onWait }: FileLockOptions): Promise<void> => {
  for (let waited = false; !(await take(file, token)); waited = true) {
    if (!waited) onWait(await holderOf(file));
    if (await isAbandoned(file)) await clear(file, token);
    await pause(waited ? LOOK_MS : 0, signal);
  }
};

const cannotLock = (file: string, cause: unknown): StartError =>
  new StartError('LOCK_UNAVAILABLE', `The lock ${file} cannot be taken: ${cause instanceof Error ? cause.message : String(cause)}.\n  It keeps two processes from doing the same at once. Make its folder writable for this user, remove it, or set TMPDIR to another place.`, { cause });

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/**
 * Runs one at a time of what goes by a name, among the processes of this user on this machine and within each. A file
 * says who is at it; it is taken over when that process has ended, however it ended.
 *
 * @throws StartError LOCK_UNAVAILABLE when the file cannot be written
 */
export const withFileLock = async <T>(kind: string, name: string, options: FileLockOptions, act: () => Promise<T>): Promise<T> => {
  const file = join(ownFolder(kind), `${name}.lock`);
  const token = `${String(process.pid)} ${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await acquire(file, token, options);
  } catch (error) {
    throw isFileError(error) ? cannotLock(file, error) : error;
  }
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
