import { mkdir, readFile, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../setup/run-command.mjs';
import { isNewer } from './changed.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Always this name, so that what depends on it does not change with the version. */
export const tarball = join(root, '.setup/seaworthy.tgz');

const inRoot = (/** @type {readonly string[]} */ names) => names.map((name) => join(root, name));
const sources = inRoot(['src', 'package.json', 'tsdown.config.ts', 'tsconfig.json', 'package-lock.json']);
// The first and the last file of a build, and one of each format.
const built = inRoot(['dist/index.mjs', 'dist/index.cjs', 'dist/index.d.cts', 'dist/vitest/plugin.mjs', 'dist/reporters/vitest.d.mts', 'dist/watcher.mjs']);

/**
 * Builds and packs the package as it would be published, unless that was done since its sources last changed.
 *
 * @param {{ step: import('../setup/step.mjs').Step, signal?: AbortSignal }} options
 * @returns {Promise<string>} path of the tarball
 */
export async function packPackage({ step, signal }) {
  const options = { cwd: root, ...(signal && { signal }) };
  await step('build', async (say) => {
    if (isNewer(built, sources)) return say('dist is up to date');
    await runCommand('npm', ['run', '--silent', 'build'], options);
    say('dist built from src');
  });
  await step('package', async (say) => {
    if (isNewer([tarball], [...built, ...inRoot(['dist', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])])) {
      return say('.setup/seaworthy.tgz is up to date');
    }
    const folder = join(root, '.setup');
    await mkdir(folder, { recursive: true });
    const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    await runCommand('npm', ['pack', '--silent', '--pack-destination', folder], options);
    await rename(join(folder, `${name}-${version}.tgz`), tarball);
    // npm dates what it packs, and so what is packed, by its own rule.
    await utimes(tarball, new Date(), new Date());
    say('packed as .setup/seaworthy.tgz');
  });
  return tarball;
}
