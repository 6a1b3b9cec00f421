import { join } from 'node:path';
import { readIfThere } from './running-process.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Makes node_modules what package-lock.json says, and leaves alone what already is.
 *
 * @param {{ folder: string, step: import('./step.mjs').Step, signal?: AbortSignal | undefined }} options
 */
export async function installDependencies({ folder, step, signal }) {
  await step('dependencies', async (say) => {
    const lock = readIfThere(join(folder, 'package-lock.json'));
    if (lock === undefined) return say('skipped: there is no package-lock.json');
    const stale = stalePackage(lock, readIfThere(join(folder, 'node_modules/.package-lock.json')));
    if (stale === undefined) return say('node_modules is as package-lock.json says');
    say(`\`npm ci\`: ${stale}`, { now: true });
    await runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, signal });
    say('`npm ci` done');
  });
}

/**
 * npm notes what it installed in a lock file of its own inside node_modules, and only at the end of an installation.
 *
 * @param {string} lockText content of package-lock.json
 * @param {string | undefined} installedText content of node_modules/.package-lock.json
 * @returns {string | undefined} the first difference; undefined when there is none
 */
export function stalePackage(lockText, installedText) {
  if (installedText === undefined) return 'node_modules is missing or incomplete';
  const wanted = lockedPackages(lockText);
  const installed = lockedPackages(installedText);
  for (const [path, { version, optional, devOptional, link }] of wanted) {
    const found = installed.get(path);
    // What is made for another platform is in the lock and rightly not on this disk.
    if (!found && !optional && !devOptional && !link) return `${path} is missing`;
    if (found && found.version !== version) return `${path} is ${found.version}, not ${version}`;
  }
  const extra = [...installed.keys()].find((path) => !wanted.has(path));
  return extra && `${extra} is there and not in package-lock.json`;
}

/**
 * @param {string} text
 * @returns {Map<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>}
 */
function lockedPackages(text) {
  const { packages = {} } = JSON.parse(text);
  return new Map(Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')));
}
