import { startCountingProxy } from './counting-proxy.mjs';
import { summarise } from './statistics.mjs';

/**
 * What it takes to come back to a stack that runs: `up` again, which finds nothing to do, and `attach`. And how many
 * requests a whole `up` and `down` send to the engine.
 *
 * @param {import('./stacks.mjs').Spec} spec of five services
 * @param {object} options
 * @param {string} options.entry file URL of the package's entry
 * @param {string} options.host of the engine, as DOCKER_HOST says it
 * @param {number} options.rounds
 * @param {string} options.projectPrefix
 * @param {AbortSignal} options.signal
 */
export async function measureRunningStack(spec, { entry, host, rounds, projectPrefix, signal }) {
  /** @type {typeof import('seaworthy')} */
  const { attach, up: upForTest } = await import(entry);
  /** @type {typeof import('seaworthy/compose')} */
  const { up } = await import(new URL('./compose.mjs', entry).href);
  const requests = await countRequests(upForTest, spec, { host, project: `${projectPrefix}counted`, signal });
  const projectName = `${projectPrefix}running`;
  const stack = await up(spec, { projectName, signal });
  /** @type {number[]} */
  const againMs = [];
  /** @type {number[]} */
  const attachMs = [];
  try {
    // The first round loads and warms up, and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const began = performance.now();
      await up(spec, { projectName, signal });
      const again = performance.now();
      await attach(projectName, { signal });
      if (round === 0) continue;
      againMs.push(again - began);
      attachMs.push(performance.now() - again);
    }
  } finally {
    await stack.down({ volumes: true, timeoutMs: 0 });
  }
  return { requests, again: summarise(againMs), attach: summarise(attachMs) };
}

/**
 * @param {typeof import('seaworthy').up} up
 * @param {import('./stacks.mjs').Spec} spec
 * @param {{ host: string, project: string, signal: AbortSignal }} options
 */
async function countRequests(up, spec, { host, project, signal }) {
  const proxy = await startCountingProxy(host);
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = proxy.host;
  try {
    // As a test does it, whose project gets a name of its own; one that is named has to be looked for first.
    const stack = await up({ ...spec, name: project }, { signal });
    await stack.down({ volumes: true, timeoutMs: 0 });
    return proxy.taken().length;
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
    await proxy[Symbol.asyncDispose]();
  }
}
