import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canDownloadFromSid, unpackFromSid } from './debian-sid.mjs';
import { SetUpError } from './set-up-error.mjs';

/** What a daemon of Debian's unstable suite needs, but for `runc` and `docker-init`, which are installed. */
const packages = ['docker.io', 'containerd'];
const programs = ['usr/sbin/dockerd', 'usr/sbin/docker-proxy', 'usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2'];

/**
 * The programs of a Docker that is newer than the one of this Debian, unpacked and not installed: only the conformance
 * suite starts it. Without it that part of the suite is skipped and says so.
 *
 * @param {{ folder: string, step: import('./step.mjs').Step }} options folder keeps the programs, for the next run
 */
export async function provideNewerDocker({ folder, step }) {
  await step('newer docker', async (say) => {
    const kept = await versionIn(folder);
    if (kept !== undefined) return say(`${kept} is there`);
    if (!canDownloadFromSid()) return say('none, so the suite is not run on it: it comes from Debian sid, for root on Debian');
    say('downloading it from Debian sid', { now: true });
    await unpackFromSid({ names: packages, work: (unpacked) => keep(unpacked, folder) });
    const version = await versionIn(folder);
    if (version === undefined) throw new SetUpError('The dockerd that was downloaded from Debian sid does not run here.');
    say(`${version}, from Debian sid`);
  });
}

/**
 * @param {string} unpacked
 * @param {string} folder
 */
async function keep(unpacked, folder) {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const program of programs) {
    const file = join(unpacked, program);
    if (!existsSync(file)) throw new SetUpError(`the packages ${packages.join(' and ')} of Debian sid hold no ${program}`);
    const to = join(fresh, program.split('/').at(-1) ?? '');
    await cp(file, to);
    await chmod(to, 0o755);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/** @param {string} folder */
async function versionIn(folder) {
  const answer = await promisify(execFile)(join(folder, 'dockerd'), ['--version'], { timeout: 30_000 }).catch(() => undefined);
  return answer && /Docker version [\d.]+/.exec(answer.stdout)?.[0];
}
