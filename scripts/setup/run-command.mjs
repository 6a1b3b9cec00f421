import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { SetUpError } from './set-up-error.mjs';

const shownLines = 25;

/**
 * Runs a program to its end, quietly: its output matters only when it fails.
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
    // Not `exit`: its last lines may come after it, and so may what its children still do.
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
  const lines = printedLines(output);
  // apt says why it failed at the end, npm at the beginning, before a page of advice.
  const shown = lines.length <= shownLines ? lines : [...lines.slice(0, 8), '...', ...lines.slice(8 - shownLines)];
  return `\`${commandLine}\` failed (${status}). It printed:\n${indented(shown)}`;
}

/**
 * @param {string} text
 * @returns {string} the end of it, indented
 */
export function lastLines(text) {
  return indented(printedLines(text).slice(-shownLines));
}

/** @param {string} text */
function printedLines(text) {
  return stripVTControlCharacters(text).split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** @param {readonly string[]} lines */
function indented(lines) {
  return lines.length === 0 ? '  (nothing was printed)' : lines.map((line) => `  ${line}`).join('\n');
}
