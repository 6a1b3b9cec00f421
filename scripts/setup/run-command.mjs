import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { SetUpError } from './set-up-error.mjs';

const shownLines = 25;

/**
 * Runs a program to its end, quietly: its output matters only when it fails, and then its last lines do.
 *
 * It gets a process group of its own, so that Ctrl-C reaches it through the signal alone: without one it runs on, which
 * is right for a package manager, and with one its children end with it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<void>}
 * @throws {SetUpError} when it cannot be started or does not exit with 0
 */
export function runCommand(command, args, { signal, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      reject(new SetUpError(`\`${command}\` could not be started: ${error.message}`, { cause: error }));
    });
    // Not `exit`: the last lines, the ones worth showing, may come after it, and so may what its children still do.
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new SetUpError(failureText([command, ...args].join(' '), code ?? killedBy, output)));
    });
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
}

/**
 * @param {string} commandLine
 * @param {number | string | null} status exit code or signal
 * @param {string} output
 */
function failureText(commandLine, status, output) {
  return `\`${commandLine}\` failed (${status}). Its last lines:\n${lastLines(output)}`;
}

/**
 * @param {string} text
 * @returns {string} the end of it, indented
 */
export function lastLines(text) {
  const lines = stripVTControlCharacters(text).split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length === 0 ? '  (nothing was printed)' : lines.slice(-shownLines).map((line) => `  ${line}`).join('\n');
}
