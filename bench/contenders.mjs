import { composeProject } from './compose-program.mjs';
import { raiseRaw, removeRaw } from './raw-stack.mjs';

/**
 * One way to bring a stack up and down.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {'floor' | 'information' | 'ours' | 'compose'} role
 * @property {(project: string) => Promise<() => Promise<void>>} up resolves with what takes the stack down again
 * @property {() => Promise<void>} [end]
 */

/** How many requests the floor has under way at once: the best of these is the floor. */
const floorConcurrencies = [2, 3, 5];
const concurrencyForInformation = 3;

/**
 * @param {import('./stacks.mjs').Spec} spec
 * @param {object} means
 * @param {import('./engine-client.mjs').EngineClient} means.client
 * @param {typeof import('seaworthy').up} means.up
 * @param {import('./compose-program.mjs').ComposeProgram | undefined} means.compose
 * @param {NodeJS.ProcessEnv} means.env
 * @param {AbortSignal} means.signal
 * @returns {Promise<Contender[]>}
 */
export async function createContenders(spec, { client, up, compose, env, signal }) {
  const raw = (/** @type {number} */ concurrency, /** @type {boolean} */ waits) => async (/** @type {string} */ project) => {
    const raised = await raiseRaw(client, spec, project, { concurrency, waits, signal });
    return () => removeRaw(client, raised, { concurrency, signal });
  };
  /** @type {Contender[]} */
  const contenders = floorConcurrencies.map((concurrency) => ({ name: `raw API, ${concurrency} at once`, role: 'floor', up: raw(concurrency, true) }));
  if (Object.values(spec.services).some(({ depends_on: dependencies }) => dependencies !== undefined)) {
    contenders.push({ name: `raw API, ${concurrencyForInformation} at once, nobody waits`, role: 'information', up: raw(concurrencyForInformation, false) });
  }
  contenders.push({
    name: 'seaworthy',
    role: 'ours',
    async up(project) {
      const stack = await up(spec, { projectName: project, signal });
      return async () => void (await stack.down({ volumes: true, timeoutMs: 0, signal }));
    },
  });
  if (compose !== undefined) {
    const { run, remove } = await composeProject(compose, spec, env);
    contenders.push({
      name: 'docker compose',
      role: 'compose',
      async up(project) {
        await run(project, ['up', '--detach', '--wait', '--pull', 'never'], { signal });
        return () => run(project, ['down', '--volumes', '--timeout', '0'], { signal });
      },
      end: remove,
    });
  }
  return contenders;
}
