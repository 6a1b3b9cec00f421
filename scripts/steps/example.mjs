import { createHash } from 'node:crypto';
import { rm, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';
import { readIfThere } from '../setup/running-process.mjs';
import { root, tarball } from './package.mjs';
import { runShown } from './shown.mjs';

export const exampleFolder = join(root, 'examples/vitest');
export const jestExampleFolder = join(root, 'examples/jest');

/**
 * Installs an example with the tarball in it, unless it has this very tarball and these very dependencies already.
 *
 * @param {{ step: import('../setup/step.mjs').Step, folder?: string, signal?: AbortSignal }} options by default that of Vitest
 */
export async function installExample({ step, folder = exampleFolder, signal }) {
  await step('example', async (say) => {
    const wanted = await installedFrom(folder);
    const stamp = join(folder, 'node_modules/.installed-from');
    if (readIfThere(stamp) === wanted) return say('dependencies are up to date');
    // npm compares versions, and a new tarball of the same version would be left out.
    await rm(join(folder, 'node_modules/.package-lock.json'), { force: true });
    await rm(join(folder, 'node_modules/seaworthy'), { recursive: true, force: true });
    await runCommand('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, ...(signal && { signal }) });
    await writeFile(stamp, wanted);
    say('dependencies installed, the packed tarball among them');
  });
}

/** @param {string} folder */
async function installedFrom(folder) {
  const hash = createHash('sha256');
  for (const file of [tarball, join(folder, 'package.json')]) hash.update(await readFile(file));
  // Only one of them has a service with dependencies of its own.
  hash.update(readIfThere(join(folder, 'orders/package-lock.json')) ?? '');
  return hash.digest('hex');
}

/** @typedef {readonly (readonly [what: string, pattern: RegExp])[]} Wanted */

/**
 * Runs the test that is meant to fail, and compares how it fails with how it should.
 *
 * @param {{ env: NodeJS.ProcessEnv, folder?: string, wanted?: Wanted, quiet?: boolean }} options by default that of Vitest
 * @returns {Promise<{ output: string, faults: string[] }>} no faults when it failed as it should
 */
export async function runFailingExample({ env, folder = exampleFolder, wanted = wantedInFailure, quiet = false }) {
  const { code, output } = await runShown('npm', ['run', '--silent', 'test:failing'], { cwd: folder, env, quiet });
  return { output, faults: failureFaults(code, output, wanted) };
}

/**
 * @param {number} code
 * @param {string} output
 * @param {Wanted} [wanted]
 */
export function failureFaults(code, output, wanted = wantedInFailure) {
  const faults = [];
  if (code === 0) faults.push('it passed');
  for (const [what, pattern] of wanted) {
    if (!pattern.test(output)) faults.push(`its output lacks ${what} (${pattern})`);
  }
  return faults;
}

/** @type {Wanted} */
export const wantedInJestFailure = [
  ['the failed assertion', /Expected: true\s+Received: false/],
  ["the service's own reason, from its log", /database \| [\d:.]+ .*ERROR: {2}duplicate key value violates unique constraint "bookings_play_seat_key"/],
  ['the one failure, and no other', /Tests:\s+1 failed, 1 total/],
];

/** @type {Wanted} */
const wantedInFailure = [
  ['the failed assertion', /AssertionError: expected 422 to be 201/],
  ["the service's own reason, from its log", /orders\b.*error: order refused: quantity must be a whole number from 1 to 100, got 250/],
  ['the one failure, and no other', /Tests\s+1 failed/],
];
