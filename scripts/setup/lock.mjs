import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parsePid, processName, processStartTime, readIfThere } from './running-process.mjs';

/**
 * Runs the work while no other set-up of this user on this machine does. A lock left by a process that died is taken over.
 *
 * @template T
 * @param {{ path: string, onWait: (holder: number) => void, signal?: AbortSignal | undefined }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock({ path, onWait, signal }, work) {
  const mine = `${process.pid} ${processStartTime(process.pid) ?? ''}`;
  let waiting = false;
  while (!take(path, mine)) {
    const held = readIfThere(path);
    if (held === undefined) continue;
    if (isHolderGone(held)) {
      removeStale(path, held);
      continue;
    }
    if (!waiting) onWait(/** @type {number} */ (parsePid(held.split(' ')[0])));
    waiting = true;
    await sleep(200, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * @param {string} held content of the lock: process id, and its start time where the system tells it
 * @param {{ isRunning: (pid: number) => boolean, startTime: (pid: number) => string | undefined }} [system]
 */
export function isHolderGone(held, { isRunning, startTime } = { isRunning: isProcessRunning, startTime: processStartTime }) {
  const [id, since] = held.split(' ');
  const pid = parsePid(id);
  return pid === undefined || !isRunning(pid) || (startTime(pid) ?? '') !== since;
}

/** @param {number} pid */
function isProcessRunning(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return process.platform !== 'linux' || processName(pid) !== undefined;
}

/**
 * A link appears at once with its content: nobody sees a lock that does not yet say whose it is.
 *
 * @param {string} path
 * @param {string} content
 */
function take(path, content) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} stale
 */
function removeStale(path, stale) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return;
    throw error;
  }
  // Between the look and the move another set-up may have cleared the stale lock and taken its own: give that back.
  const content = readFileSync(aside, 'utf8');
  rmSync(aside);
  if (content !== stale) take(path, content);
}
