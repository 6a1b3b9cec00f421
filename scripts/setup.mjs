import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { provideCompose } from './setup/compose.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { findOrStartEngine } from './setup/engine.mjs';
import { engineVariables } from './setup/engine-address.mjs';
import { provideImages } from './setup/images.mjs';
import { withLock } from './setup/lock.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepLine, stepsOn } from './setup/step.mjs';
import { together } from './setup/together.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const envFile = join(root, '.setup/env.json');

/**
 * Provides what tests and examples need: dependencies, an engine that answers, the service images, and a docker-compose
 * to compare with. Safe to repeat, and from several processes at once; what is there already is used as it is.
 *
 * @param {{ log: (line: string) => void, signal?: AbortSignal }} options log gets one line per step
 * @returns {Promise<Record<string, string>>} the variables that tests and examples run with, which are also written to
 *   .setup/env.json: the image names, DOCKER_HOST when the engine is not where clients look by themselves, and
 *   COMPOSE_BINARY when there is one
 * @throws {SetUpError} when something is missing that only a person can provide
 */
export async function setUp({ log, signal }) {
  const step = stepsOn(log);
  const path = join(tmpdir(), `seaworthy-set-up-${userInfo().username}.lock`);
  const onWait = (/** @type {number} */ holder) => log(stepLine('set-up', `another one runs (process ${holder}): waiting for it ...`));
  return withLock({ path, onWait, signal }, async () => {
    const provideServices = async (/** @type {AbortSignal} */ either) => {
      const { host } = await findOrStartEngine({ step, signal: either });
      const images = await provideImages({ host, step, signal: either });
      return { host, images, compose: await provideCompose({ folder: join(root, '.setup/compose'), step, signal: either }) };
    };
    const installs = async (/** @type {AbortSignal} */ either) => void (await installDependencies({ folder: root, step, signal: either }));
    const [, services] = await together([installs, provideServices], signal);
    const { host, images, compose } = /** @type {Awaited<ReturnType<typeof provideServices>>} */ (services);
    const env = { ...engineVariables(host, process.env), ...images, ...compose };
    await mkdir(dirname(envFile), { recursive: true });
    // In one move: a test run that starts meanwhile reads the old file or the new one, never half of it.
    await writeFile(`${envFile}.new`, `${JSON.stringify(env, null, 2)}\n`);
    await rename(`${envFile}.new`, envFile);
    return env;
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const interrupt = new AbortController();
  // Once: whoever insists ends it the hard way.
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort(new SetUpError(`Ended by ${name}.`)));
  try {
    await setUp({ log: console.log, signal: interrupt.signal });
  } catch (error) {
    console.error(error instanceof SetUpError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
