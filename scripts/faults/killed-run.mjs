import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { listResources } from '../leftovers.mjs';

/** What is promised, and how long is waited in any case, in milliseconds. */
export const PROMISED_MS = 10_000;
const PATIENCE_MS = 60_000;
const STABLE_MS = 4_000;

/**
 * @typedef {object} Killed
 * @property {number} lived how long it ran, in milliseconds
 * @property {boolean} finished it had ended by itself before
 * @property {number} tookMs until the engine had nothing of it
 * @property {readonly string[]} left what the engine had after the patience
 */

/**
 * Starts a program in a process group of its own.
 *
 * @param {readonly string[]} args for Node
 * @param {{ cwd: string, name: string, host: string }} options
 */
export function start(args, { cwd, name, host }) {
  const child = spawn(process.execPath, args, {
    cwd,
    // Named, so that an engine that is slow is waited for: another one would be taken otherwise.
    env: { ...process.env, DOCKER_HOST: host, FAULT_PROJECT: name, NO_COLOR: '1', CI: '1' },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, ended };
}

/** @param {number} pid */
function processAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), command };
  } catch {
    // It ended while it was looked at.
    return undefined;
  }
}

/**
 * The process and all below it: workers, and the watchers of each.
 *
 * @param {number} pid
 */
function processTree(pid) {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger).flatMap((one) => processAt(one) ?? []);
  const tree = new Set([pid]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid: one, parent } of all) if (tree.has(parent)) tree.add(one);
  }
  return all.filter(({ pid: one }) => tree.has(one));
}

/**
 * Kills a process and all below it. Watchers first, so that none sees the end of its run.
 *
 * @param {number} pid
 */
export function killTree(pid) {
  const isWatcher = (/** @type {{ command: string }} */ { command }) => Number(command.includes('watcher.mjs'));
  for (const { pid: one } of processTree(pid).sort((a, b) => isWatcher(b) - isWatcher(a))) {
    try {
      process.kill(one, 'SIGKILL');
    } catch (error) {
      // It ended by itself just now, which is what was wanted.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
    }
  }
}

/**
 * What the engine has of the projects that begin with a name.
 *
 * @param {string} host
 * @param {string} name
 */
export async function leftOf(host, name) {
  return (await listResources(host)).map((item) => item.name).filter((one) => one.startsWith(`${name}-`) || one.startsWith(`${name}_`));
}

/**
 * What was being created when a run ended may come later than its end: nothing is left when there has been nothing for a while.
 *
 * @param {string} host
 * @param {string} name
 * @returns {Promise<{ left: readonly string[], tookMs: number }>} `tookMs` until something was seen for the last time
 */
export async function untilNothingIsLeft(host, name) {
  const startMs = performance.now();
  for (let tookMs = 0; ; ) {
    const left = await leftOf(host, name);
    const nowMs = Math.round(performance.now() - startMs);
    if (left.length > 0) tookMs = nowMs;
    if (nowMs > PATIENCE_MS || nowMs - tookMs > STABLE_MS) return { left, tookMs };
    await sleep(100);
  }
}

/**
 * Runs a program, ends it with a signal after a while, and waits until the engine has nothing of it.
 *
 * @param {{ args: readonly string[], cwd: string, name: string, host: string, signal: NodeJS.Signals, afterMs: number, group: boolean }} options
 * @returns {Promise<Killed>}
 */
export async function killRun({ args, cwd, name, host, signal, afterMs, group }) {
  const startMs = performance.now();
  const { child, ended } = start(args, { cwd, name, host });
  await Promise.race([sleep(afterMs), ended]);
  const finished = child.exitCode !== null;
  // Ctrl-C and the end of a terminal are for the whole group of processes; what a supervisor kills is one.
  if (!finished && child.pid !== undefined) process.kill(group ? -child.pid : child.pid, signal);
  const lived = Math.round(performance.now() - startMs);
  await ended;
  return { lived, finished, ...(await untilNothingIsLeft(host, name)) };
}
