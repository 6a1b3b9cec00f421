import { existsSync } from 'node:fs';
import { canInstallPackages, installPackages } from './apt.mjs';

/** What the tests of other engines need, by a file that each package brings. */
const wanted = {
  podman: '/usr/bin/podman',
  netavark: '/usr/lib/podman/netavark',
  'aardvark-dns': '/usr/lib/podman/aardvark-dns',
};

/** What an engine behind SSH needs, and Podman without root. */
const wantedForAll = {
  'openssh-client': '/usr/bin/ssh',
  'openssh-server': '/usr/sbin/sshd',
  uidmap: '/usr/bin/newuidmap',
  slirp4netns: '/usr/bin/slirp4netns',
};

/**
 * Podman beside Docker: installed where nobody else uses the machine (CI) or when it is asked for
 * (`npm run test:backends`). Elsewhere, tests that lack it are skipped and say so.
 *
 * @param {{ step: import('./step.mjs').Step, mayInstall: boolean, all?: boolean }} options all: also a server for SSH,
 *   which may begin to listen, and what Podman needs where it runs without root
 */
export async function provideBackends({ step, mayInstall, all = false }) {
  await step('backends', async (say) => {
    const missing = Object.entries({ ...wanted, ...(all ? wantedForAll : {}) }).filter(([, file]) => !existsSync(file)).map(([name]) => name);
    if (missing.length === 0) return say(all ? 'Podman and a server for SSH are there' : 'Podman is there');
    if (!mayInstall || !canInstallPackages()) return say(`not installed, so their tests are skipped: ${missing.join(' ')}`);
    say(`${missing.join(' ')} are being installed`, { now: true });
    await installPackages(missing);
    say(`installed ${missing.join(' ')}`);
  });
}
