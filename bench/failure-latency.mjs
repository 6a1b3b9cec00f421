import { createInterface } from 'node:readline';
import { filterQuery } from './engine-client.mjs';
import { raiseRaw, removeRaw } from './raw-stack.mjs';
import { summarise } from './statistics.mjs';

/**
 * How long after a service has ended the `up` that needs it has failed, with everything removed again. The engine says
 * when the service ended, so its clock has to be this machine's. What the engine needs for that by itself is beside it.
 *
 * @param {ReturnType<typeof import('./stacks.mjs').failingStacks>} stacks
 * @param {object} options
 * @param {import('./engine-client.mjs').EngineClient} options.client
 * @param {typeof import('seaworthy').up} options.up
 * @param {number} options.rounds
 * @param {string} options.projectPrefix
 * @param {AbortSignal} options.signal
 */
export async function measureFailures(stacks, { rounds, projectPrefix, signal, ...means }) {
  const measured = [];
  for (const { key, title, alone, spec } of stacks) {
    const outcomes = [];
    const floorsMs = [];
    for (let round = 0; round <= rounds; round += 1) {
      const project = `${projectPrefix}fails-${key}-${round}`;
      const latencyMs = await measureOnce(spec, { ...means, project, signal });
      // Among others it would have to be raised and removed at the same time, which is no floor any more.
      const floorMs = alone ? await measureFloorOnce(spec, { client: means.client, project: `${project}-raw`, signal }) : undefined;
      if (round === 0) continue;
      outcomes.push(latencyMs);
      floorsMs.push(floorMs);
    }
    const latenciesMs = outcomes.filter((outcome) => outcome !== undefined);
    const floor = alone ? summarise(floorsMs.filter((value) => value !== undefined)) : null;
    measured.push({ key, title, alone, rounds, latenciesMs, latency: latenciesMs.length === 0 ? null : summarise(latenciesMs), floorsMs, floor });
  }
  return measured;
}

/**
 * @param {import('./stacks.mjs').Spec} spec
 * @param {object} options
 * @param {import('./engine-client.mjs').EngineClient} options.client
 * @param {typeof import('seaworthy').up} options.up
 * @param {string} options.project
 * @param {AbortSignal} options.signal
 * @returns {Promise<number | undefined>} undefined when `up` resolved, as if nothing had happened
 */
async function measureOnce(spec, { client, up, project, signal }) {
  const death = await watchDeath(client, `${project}-broken-1`, signal);
  try {
    const stack = await up(spec, { projectName: project, signal });
    await stack.down({ timeoutMs: 0 });
    return undefined;
  } catch (error) {
    const failedAtMs = performance.timeOrigin + performance.now();
    signal.throwIfAborted();
    if (/** @type {{ code?: string }} */ (error).code !== 'SERVICE_EXITED') throw error;
    return failedAtMs - (await death.atMs);
  } finally {
    death.close();
  }
}

/**
 * What the engine itself takes from the end to "all is removed": the end has to be told, and container and network to go.
 *
 * @param {import('./stacks.mjs').Spec} spec
 * @param {object} options
 * @param {import('./engine-client.mjs').EngineClient} options.client
 * @param {string} options.project
 * @param {AbortSignal} options.signal
 * @returns {Promise<number>}
 */
async function measureFloorOnce(spec, { client, project, signal }) {
  const death = await watchDeath(client, `${project}-broken-1`, signal);
  try {
    const raised = await raiseRaw(client, spec, project, { concurrency: 1, waits: false, signal });
    const endedAtMs = await death.atMs;
    await removeRaw(client, raised, { concurrency: 1, signal });
    return performance.timeOrigin + performance.now() - endedAtMs;
  } finally {
    death.close();
  }
}

/**
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {string} container
 * @param {AbortSignal} signal
 */
async function watchDeath(client, container, signal) {
  const filters = filterQuery({ type: ['container'], event: ['die'], container: [container] });
  const stream = await client.open(`/events?${filters}`, { signal });
  const lines = createInterface(stream);
  const atMs = new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(whenItEnded(client, JSON.parse(line))));
    lines.once('close', () => reject(new Error(`The engine told of no end of ${container}.`)));
  });
  // Without an end there is another error to be told.
  atMs.catch(() => undefined);
  return {
    atMs: /** @type {Promise<number>} */ (atMs),
    close: () => void stream.destroy(),
  };
}

/**
 * The moment itself, as long as the container can be asked for it; else when the engine told of it, a little later.
 *
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {{ id: string, timeNano: number }} event
 * @returns {Promise<number>}
 */
async function whenItEnded(client, { id, timeNano }) {
  const container = await client.call('GET', `/containers/${id}/json`).catch(() => undefined);
  const finishedAtMs = Date.parse(container?.State.FinishedAt ?? '');
  return finishedAtMs > 0 ? finishedAtMs : timeNano / 1e6;
}
