import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { comparedRelease, parseRelease, releaseNote } from './compose-release.mjs';
import { canDownloadFromSid, unpackFromSid } from './debian-sid.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Where Docker's own packages put the plugin, which also runs as a program of its own. */
const pluginFolders = ['/usr/local/lib/docker/cli-plugins', '/usr/local/libexec/docker/cli-plugins', '/usr/lib/docker/cli-plugins', '/usr/libexec/docker/cli-plugins'];

/**
 * A `docker-compose` for the tests that compare the loader with it: what COMPOSE_BINARY names, else one that this
 * machine has, else, on Debian, the one of Debian's unstable suite, unpacked and not installed. Nothing but tests and
 * the benchmark uses it, so without one they are skipped, and the set-up goes on.
 *
 * @param {{ folder: string, step: import('./step.mjs').Step, env?: NodeJS.ProcessEnv, signal?: AbortSignal | undefined }} options
 *   folder keeps what is unpacked, for the next run
 * @returns {Promise<Record<string, string>>} COMPOSE_BINARY, or nothing
 */
export async function provideCompose({ folder, step, env = process.env, signal }) {
  return step('compose', async (say) => {
    if (env.COMPOSE_BINARY) {
      const release = await releaseOf(env.COMPOSE_BINARY);
      if (release === undefined) throw new SetUpError(`COMPOSE_BINARY names ${env.COMPOSE_BINARY}, which does not answer to \`version\` as docker-compose does.`);
      say(`${release}, as COMPOSE_BINARY says${releaseNote(release)}`);
      return { COMPOSE_BINARY: env.COMPOSE_BINARY };
    }
    const kept = join(folder, 'docker-compose');
    for (const path of [...installedPlaces(env), kept]) {
      const release = existsSync(path) ? await releaseOf(path) : undefined;
      if (release === undefined || !isRecent(release)) continue;
      say(`${release} at ${path}${releaseNote(release)}`);
      return { COMPOSE_BINARY: path };
    }
    const skipped = 'the comparisons with docker compose are skipped';
    if (!canDownloadFromSid()) {
      say(`none of ${comparedRelease} or later here (COMPOSE_BINARY may name one): ${skipped}`);
      return {};
    }
    try {
      say('downloading docker-compose from Debian sid', { now: true });
      await unpackFromSid({ names: ['docker-compose'], signal, work: (unpacked) => keep(programIn(unpacked), kept) });
      const release = await releaseOf(kept);
      if (release === undefined) throw new SetUpError('what was downloaded does not run');
      say(`${release}, from Debian sid${releaseNote(release)}`);
      return { COMPOSE_BINARY: kept };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SetUpError)) throw error;
      say(`none (${(error.message.split('\n').find((line) => line.startsWith('  E:')) ?? error.message.split('\n')[0] ?? '').trim()}): ${skipped}`);
      return {};
    }
  });
}

/** @param {NodeJS.ProcessEnv} env */
function installedPlaces(env) {
  const folders = [...(env.PATH ?? '').split(delimiter).filter((path) => path !== ''), join(homedir(), '.docker/cli-plugins'), ...pluginFolders];
  return folders.map((path) => join(path, 'docker-compose'));
}

/**
 * @param {string} path
 * @returns {Promise<string | undefined>} as `2.40.3`; undefined when it is not a docker-compose that runs here
 */
async function releaseOf(path) {
  const answer = await promisify(execFile)(path, ['version', '--short'], { timeout: 30_000 }).catch(() => undefined);
  return answer && parseRelease(answer.stdout);
}

/** @param {string} release */
function isRecent(release) {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = comparedRelease.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {string} unpacked */
function programIn(unpacked) {
  const found = ['usr/bin/docker-compose', 'usr/libexec/docker/cli-plugins/docker-compose'].map((path) => join(unpacked, path)).find((path) => existsSync(path));
  if (found === undefined) throw new SetUpError('the package docker-compose holds no docker-compose');
  return found;
}

/**
 * @param {string} from
 * @param {string} to
 */
async function keep(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, `${to}.new`);
  await chmod(`${to}.new`, 0o755);
  await rename(`${to}.new`, to);
}
