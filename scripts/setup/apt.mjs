import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** True where packages can be installed without asking anybody: Debian, or one of its family, as root. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/**
 * Installs Debian packages without a question and without what they merely recommend. It takes no signal: a package
 * manager stopped half-way leaves a machine that needs repair, and it is done within seconds.
 *
 * @param {readonly string[]} packages
 */
export async function installPackages(packages) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  // Another package manager may be at work, as unattended upgrades are on a fresh machine: wait for its lock.
  const apt = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
  // One dead third-party source fails the whole update, though the packages wanted here come from another one.
  // So the install decides, and the update speaks only when that fails.
  const update = await runCommand('apt-get', [...apt, 'update'], options).then(
    () => undefined,
    (/** @type {Error} */ error) => error,
  );
  try {
    await runCommand('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...packages], options);
  } catch (error) {
    if (update && error instanceof Error) error.message += `\nBefore it, ${update.message}`;
    throw error;
  }
}
