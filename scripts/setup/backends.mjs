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

/**
 * Podman beside Docker, and a server for SSH: installed where nobody else uses the machine (CI) or when it is asked for
 * (`npm run test:backends`), since a server for SSH may begin to listen. Elsewhere, tests that lack one are skipped and
 * say so.
 *
 * @param {{ step: import('./step.mjs').Step, mayInstall: boolean }} options
 */
export async function provideBackends({ step, mayInstall }) {
  await step('backends', async (say) => {
    const missing = Object.entries(wanted).filter(([, file]) => !existsSync(file)).map(([name]) => name);
    if (missing.length === 0) return say('Podman and a server for SSH are there');
    if (!mayInstall || !canInstallPackages()) return say(`not installed, so their tests are skipped: ${missing.join(' ')}`);
    say(`${missing.join(' ')} are being installed`, { now: true });
    await installPackages(missing);
    say(`installed ${missing.join(' ')}`);
  });
}
