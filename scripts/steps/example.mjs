import { createHash } from 'node:crypto';
import { rm, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../setup/run-command.mjs';
import { readIfThere } from '../setup/running-process.mjs';
import { root, tarball } from './package.mjs';
import { runShown } from './shown.mjs';

export const exampleFolder = join(root, 'examples/vitest');

/**
 * Installs the example with the tarball in it, unless it has this very tarball and these very dependencies already.
 *
 * @param {{ step: import('../setup/step.mjs').Step, signal?: AbortSignal }} options
 */
export async function installExample({ step, signal }) {
  await step('example', async (say) => {
    const wanted = await installedFrom();
    const stamp = join(exampleFolder, 'node_modules/.installed-from');
    if (readIfThere(stamp) === wanted) return say('dependencies are up to date');
    // npm compares versions, and a new tarball of the same version would be left out.
    await rm(join(exampleFolder, 'node_modules/.package-lock.json'), { force: true });
    await rm(join(exampleFolder, 'node_modules/seaworthy'), { recursive: true, force: true });
    await runCommand('npm', ['install', '--no-audit', '--no-fund'], { cwd: exampleFolder, ...(signal && { signal }) });
    await writeFile(stamp, wanted);
    say('dependencies installed, the packed tarball among them');
  });
}

async function installedFrom() {
  const files = [tarball, join(exampleFolder, 'package.json'), join(exampleFolder, 'orders/package-lock.json')];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
}

/**
 * Runs the test that is meant to fail, and compares how it fails with how it should.
 *
 * @param {{ env: NodeJS.ProcessEnv, quiet?: boolean }} options
 * @returns {Promise<{ output: string, faults: string[] }>} no faults when it failed as it should
 */
export async function runFailingExample({ env, quiet = false }) {
  const { code, output } = await runShown('npm', ['run', '--silent', 'test:failing'], { cwd: exampleFolder, env, quiet });
  return { output, faults: failureFaults(code, output) };
}

/**
 * @param {number} code
 * @param {string} output
 */
export function failureFaults(code, output) {
  const faults = [];
  if (code === 0) faults.push('it passed');
  for (const [what, pattern] of wantedInFailure) {
    if (!pattern.test(output)) faults.push(`its output lacks ${what} (${pattern})`);
  }
  return faults;
}

/** @type {readonly (readonly [what: string, pattern: RegExp])[]} */
const wantedInFailure = [
  ['the failed assertion', /AssertionError: expected 422 to be 201/],
  ["the service's own reason, from its log", /orders\b.*error: order refused: quantity must be a whole number from 1 to 100, got 250/],
  ['the one failure, and no other', /Tests\s+1 failed/],
];
