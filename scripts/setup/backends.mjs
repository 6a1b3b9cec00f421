import { existsSync } from 'node:fs';
import { canInstallPackages, installPackages } from './apt.mjs';

/** What the tests of other engines and of other ways to one need, by a file that each package brings. */
const wanted = {
  podman: '/usr/bin/podman',
  netavark: '/usr/lib/podman/netavark',
  'aardvark-dns': '/usr/lib/podman/aardvark-dns',
  'openssh-client': '/usr/bin/ssh',
  'openssh-server': '/usr/sbin/sshd',
};

/** What Podman needs besides, without root. */
const wantedWithoutRoot = {
  uidmap: '/usr/bin/newuidmap',
  slirp4netns: '/usr/bin/slirp4netns',
};

/**
 * Podman beside Docker, and a server for SSH: installed where nobody else uses the machine (CI) or when it is asked for
 * (`npm run test:backends`), since a server for SSH may begin to listen. Elsewhere, tests that lack one are skipped and
 * say so.
 *
 * @param {{ step: import('./step.mjs').Step, mayInstall: boolean, rootless?: boolean }} options rootless: also what
 *   Podman needs where it runs without root
 */
export async function provideBackends({ step, mayInstall, rootless = false }) {
  await step('backends', async (say) => {
    const missing = Object.entries({ ...wanted, ...(rootless ? wantedWithoutRoot : {}) }).filter(([, file]) => !existsSync(file)).map(([name]) => name);
    if (missing.length === 0) return say('Podman and a server for SSH are there');
    if (!mayInstall || !canInstallPackages()) return say(`not installed, so their tests are skipped: ${missing.join(' ')}`);
    say(`${missing.join(' ')} are being installed`, { now: true });
    await installPackages(missing);
    say(`installed ${missing.join(' ')}`);
  });
}
