import { readdirSync, readFileSync } from 'node:fs';

/**
 * @param {string | undefined} text content of a pid file
 * @returns {number | undefined} undefined when it names no process
 */
export function parsePid(text) {
  const pid = Number(text?.trim());
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * A pid file is stale when its process is dead, or when the number now belongs to another program: after a restart of
 * the machine or container the file may survive while the numbers start again.
 *
 * @param {string} text content of the pid file
 * @param {string} program name that the process must have
 * @param {(pid: number) => string | undefined} [nameOf] name of a running process, undefined when there is none
 */
export function isStalePid(text, program, nameOf = processName) {
  const pid = parsePid(text);
  return pid === undefined || nameOf(pid) !== program;
}

/**
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs; the dead one that nobody reaped yet does not run
 */
export function processName(pid) {
  const stat = processStat(pid);
  return stat === undefined || stat.state === 'Z' ? undefined : stat.name;
}

/**
 * What tells a process from a later one with the same number. Undefined where there is no /proc.
 *
 * @param {number} pid
 */
export function processStartTime(pid) {
  return processStat(pid)?.startTime;
}

/** @param {string} program */
export function isProgramRunning(program) {
  return readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && processName(Number(entry)) === program);
}

/** @param {number} pid */
function processStat(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseProcessStat(stat);
}

/**
 * @param {string} text content of /proc/PID/stat, see proc(5)
 */
export function parseProcessStat(text) {
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  return { name: text.slice(text.indexOf('(') + 1, end), state: fields[0], startTime: fields[19] };
}

/** @param {string} path */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    // ESRCH: the process ended between opening its file and reading it.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
