import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** True on Debian itself, as root, with the keys that Debian signs with. */
export function canDownloadFromSid() {
  return process.getuid?.() === 0 && existsSync(keys) && existsSync('/usr/bin/apt-get') && osRelease().ID === 'debian';
}

/**
 * Unpacks packages of Debian's unstable suite. This machine's own package lists and sources stay as they are.
 *
 * @param {{ names: readonly string[], work: (unpacked: string) => Promise<void>, signal?: AbortSignal | undefined }} options work
 *   gets the folder with the packages' files, which is gone afterwards
 * @throws {SetUpError} when no mirror of this machine has them, or a signature is wrong
 */
export async function unpackFromSid({ names, work, signal }) {
  const mirrors = debianMirrors(await indexTargets(), osRelease().VERSION_CODENAME ?? '');
  if (mirrors.length === 0) throw new SetUpError('no source of apt on this machine is a Debian mirror');
  await withTemporaryFolder(async (folder) => {
    const options = aptOptions(folder);
    for (const path of ['lists/partial', 'cache/archives/partial', 'unpacked']) await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, 'status'), '');
    await writeFile(join(folder, 'sources.list'), mirrors.map((mirror) => `deb [signed-by=${keys}] ${mirror} sid main\n`).join(''));
    await runCommand('apt-get', [...options, 'update'], { cwd: folder, signal });
    await runCommand('apt-get', [...options, 'download', ...names], { cwd: folder, signal });
    const files = (await readdir(folder)).filter((entry) => entry.endsWith('.deb'));
    if (files.length !== names.length) throw new SetUpError(`apt-get downloaded ${files.join(' and ') || 'nothing'} for ${names.join(' and ')}`);
    for (const file of files) await runCommand('dpkg-deb', ['-x', file, 'unpacked'], { cwd: folder, signal });
    await work(join(folder, 'unpacked'));
  });
}

/**
 * An apt that knows this folder alone, and of the machine's settings only how to reach the network.
 *
 * @param {string} folder
 */
function aptOptions(folder) {
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    // Its own user could not write into a folder that is closed to others.
    'APT::Sandbox::User': 'root',
  };
  return ['-q', ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
}

/**
 * @param {string} targets what apt says of its sources, one a line: address, suite, component
 * @param {string} codename of the release that runs here, which only Debian's own mirrors call a suite with a `main`
 * @returns {string[]} addresses
 */
export function debianMirrors(targets, codename) {
  const rows = targets.split('\n').map((line) => line.split('|'));
  return [...new Set(rows.flatMap(([address = '', suite, component]) => (suite === codename && component === 'main' ? [address] : [])))];
}

async function indexTargets() {
  const format = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  try {
    return (await promisify(execFile)('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])).stdout;
  } catch (error) {
    throw new SetUpError('apt-get does not say where its packages come from', { cause: error });
  }
}

/** @returns {Record<string, string>} */
function osRelease() {
  const path = '/etc/os-release';
  if (!existsSync(path)) return {};
  return Object.fromEntries(readFileSync(path, 'utf8').split('\n').flatMap((line) => {
    const [, key = '', value = ''] = /^(\w+)="?([^"]*)"?$/.exec(line) ?? [];
    return key === '' ? [] : [[key, value]];
  }));
}
