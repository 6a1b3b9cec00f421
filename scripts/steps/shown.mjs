import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { SetUpError } from '../setup/set-up-error.mjs';

/**
 * Runs a program whose output is for the person who watches, or, `quiet`, for the caller alone.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, quiet?: boolean }} options
 * @returns {Promise<{ code: number, output: string }>} the exit code (1 when a signal ended it), and its output
 *   without colours
 */
export function runShown(command, args, { cwd, env, quiet = false }) {
  // Through a pipe the program would think that nobody sees colours.
  const colours = process.stdout.isTTY && env.NO_COLOR === undefined ? { FORCE_COLOR: '1' } : {};
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...env, ...colours }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (!quiet) process.stdout.write(chunk);
    });
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (!quiet) process.stderr.write(chunk);
    });
    child.on('error', (error) => reject(new SetUpError(`\`${command}\` could not be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code: code ?? 1, output: stripVTControlCharacters(output) }));
  });
}
