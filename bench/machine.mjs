import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';

/**
 * @typedef {object} Machine
 * @property {string} system
 * @property {string} processor
 * @property {number} cores
 * @property {number} memoryMiB
 * @property {string} node
 * @property {string} engine
 * @property {string} api
 * @property {string} storage
 * @property {string | null} compose
 * @property {number} load average of the last minute, before anything was measured
 */

/**
 * What the numbers depend on.
 *
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {import('./compose-program.mjs').ComposeProgram | undefined} compose
 * @returns {Promise<Machine>}
 */
export async function describeMachine(client, compose) {
  const [version, info] = await Promise.all([client.call('GET', '/version'), client.call('GET', '/info')]);
  return {
    system: `${type()}, ${info.OperatingSystem}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    engine: `${version.Platform?.Name || 'Docker Engine'} ${version.Version}`,
    api: version.ApiVersion,
    storage: info.Driver,
    compose: compose?.version ?? null,
    load: loadavg()[0] ?? 0,
  };
}
