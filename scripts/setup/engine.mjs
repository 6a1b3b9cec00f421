import { homedir } from 'node:os';
import { canInstallPackages, installPackages } from './apt.mjs';
import { startDockerd } from './dockerd.mjs';
import { defaultHost } from './engine-address.mjs';
import { currentContext, engineCandidates } from './engine-candidates.mjs';
import { requestText } from './engine-request.mjs';
import { isOnPath } from './program-on-path.mjs';
import { SetUpError } from './set-up-error.mjs';

const answerWithinMs = 2_000;

/** @typedef {{ host: string, name: string }} Engine */

/**
 * An engine that answers: the one this machine has, else one that is installed and started here.
 *
 * @param {{ step: import('./step.mjs').Step, signal?: AbortSignal | undefined }} options
 * @returns {Promise<Engine>}
 * @throws {SetUpError} when there is none and none can be had without a person
 */
export async function findOrStartEngine({ step, signal }) {
  return step('engine', async (say) => {
    const found = await findEngine();
    if (found.engine) {
      say(found.refusals.length === 0 ? describe(found.engine) : `${describe(found.engine)}; not ${found.refusals.join('; not ')}`);
      return found.engine;
    }
    const refused = permissionText(found.refusals);
    if (refused) throw new SetUpError(refused);
    if (!canInstallPackages()) throw new SetUpError(adviceText(process.platform, found.refusals));
    const missing = !isOnPath('dockerd');
    if (missing) {
      say('none answers, so docker.io and iptables are being installed', { now: true });
      await installPackages(['docker.io', 'iptables']);
    } else {
      say('none answers, so dockerd is being started', { now: true });
    }
    const answers = async () => (await probe(defaultHost)).engine !== undefined;
    await startDockerd({ answers, signal });
    const { engine, refusal } = await probe(defaultHost);
    if (!engine) throw new SetUpError(`The engine answered and then did not: ${refusal}`);
    say(`${missing ? 'installed and started' : 'started'} ${describe(engine)}`);
    return engine;
  });
}

/** @param {Engine} engine */
function describe({ name, host }) {
  return `${name} at ${host}`;
}

async function findEngine() {
  const { env } = process;
  const home = homedir();
  const refusals = [];
  for (const { host, from } of engineCandidates({ env, home, context: currentContext(env, home) })) {
    const { engine, refusal } = await probe(host);
    if (engine) return { engine, refusals };
    // A usual place where there is nothing is not worth a word; one that somebody named is.
    if (refusal !== undefined && (from !== 'usual place' || refusal !== 'nothing there')) {
      refusals.push(`${host} (${from}): ${refusal}`);
    }
  }
  return { refusals };
}

/**
 * @param {string} host
 * @returns {Promise<{ engine?: Engine, refusal?: string }>}
 */
async function probe(host) {
  try {
    const { status, text } = await requestText(host, '/version', { signal: AbortSignal.timeout(answerWithinMs) });
    if (status !== 200) return { refusal: `answered with status ${status}` };
    const version = JSON.parse(text);
    const podman = version.Components?.some((/** @type {{ Name?: string }} */ { Name }) => Name?.startsWith('Podman'));
    return { engine: { host, name: `${podman ? 'Podman' : 'Docker'} ${version.Version}` } };
  } catch (error) {
    return { refusal: refusalText(/** @type {NodeJS.ErrnoException} */ (error)) };
  }
}

/** @param {NodeJS.ErrnoException} error */
function refusalText(error) {
  if (error.code === 'ENOENT') return 'nothing there';
  if (error.code === 'ECONNREFUSED') return 'nobody listens';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'permission denied';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${answerWithinMs / 1000} s`;
  return error.message;
}

/**
 * @param {readonly string[]} refusals
 * @returns {string | undefined} undefined when no engine was closed to us
 */
export function permissionText(refusals) {
  const denied = refusals.filter((refusal) => refusal.endsWith('permission denied'));
  if (denied.length === 0) return undefined;
  return [
    'An engine is there, but this user may not talk to it.',
    ...denied.map((refusal) => `  ${refusal}`),
    'Add the user to the group that owns the socket (for Docker: `sudo usermod -aG docker "$USER"`), log in again,',
    'and run the same command once more.',
  ].join('\n');
}

/**
 * @param {NodeJS.Platform} platform
 * @param {readonly string[]} refusals
 */
export function adviceText(platform, refusals) {
  const advice =
    platform === 'linux'
      ? 'Install Docker (on Debian and Ubuntu: `sudo apt-get install docker.io`) or Podman with its API socket, start it,'
      : 'Install Docker Desktop, OrbStack, Colima, Rancher Desktop or Podman Desktop, start it,';
  return [
    'No container engine answers.',
    ...refusals.map((refusal) => `  ${refusal}`),
    advice,
    'and run the same command once more. An engine in another place is named by DOCKER_HOST.',
  ].join('\n');
}
