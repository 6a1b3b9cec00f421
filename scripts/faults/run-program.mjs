import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A program that has not ended by then never will. */
const NEVER_MS = 1_200_000;

/**
 * Runs one of the programs to its end.
 *
 * @param {string} program its file
 * @param {readonly string[]} args
 * @param {{ cwd: string, host: string, flags?: readonly string[] }} options `flags` for Node
 * @returns {Promise<{ code: number | null, lines: any[], errors: string }>} the lines of JSON that it printed
 */
export async function runProgram(program, args, { cwd, host, flags = [] }) {
  const child = spawn(process.execPath, [...flags, join(cwd, program), ...args], { cwd, env: { ...process.env, DOCKER_HOST: host, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'], timeout: NEVER_MS, killSignal: 'SIGKILL' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, lines: printed.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)), errors };
}

/** What a program that should have worked says. @param {{ code: number | null, errors: string }} run */
export const failureOf = ({ code, errors }) => (code === 0 ? [] : [`ended with ${code}: ${errors.trim().split('\n').slice(0, 12).join(' ')}`]);
