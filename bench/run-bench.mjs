import { findCompose } from './compose-program.mjs';
import { createEngineClient } from './engine-client.mjs';
import { measureFailures } from './failure-latency.mjs';
import { measureImport } from './import-time.mjs';
import { describeMachine } from './machine.mjs';
import { measureStacks } from './measure-stacks.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';
import { measureResolve } from './resolve.mjs';
import { measureRunningStack } from './running-stack.mjs';
import { benchStacks, failingStacks } from './stacks.mjs';

/** @typedef {Awaited<ReturnType<typeof runBench>>} BenchResult */

/** What is quick has a wide spread: more rounds cost nothing. */
const leastQuickRounds = 11;

/**
 * Measures the built package and leaves nothing in the engine, however it ends.
 *
 * @param {object} options
 * @param {string} options.entry file URL of the package's entry
 * @param {string} options.host of the engine, as DOCKER_HOST says it
 * @param {NodeJS.ProcessEnv} options.env with the names of the images
 * @param {number} options.rounds
 * @param {(line: string) => void} options.log gets what is under way
 * @param {AbortSignal} options.signal
 */
export async function runBench({ entry, host, env, rounds, log, signal }) {
  const client = createEngineClient(host);
  const projectPrefix = `seaworthy-bench-${process.pid}-`;
  try {
    const compose = await findCompose(env);
    const machine = await describeMachine(client, compose);
    log('import');
    const imported = await measureImport(entry, { rounds: Math.max(rounds, leastQuickRounds), signal });
    log('resolving');
    const resolved = await measureResolve(entry, { rounds: Math.max(rounds, leastQuickRounds), signal });
    /** @type {typeof import('seaworthy')} */
    const { up } = await import(entry);
    const images = /** @type {Record<string, string>} */ (env);
    const means = { client, up, rounds, projectPrefix, log, signal };
    const toMeasure = benchStacks(images);
    const stacks = await measureStacks(toMeasure, { ...means, compose, env });
    log('a running stack');
    const [{ spec: fiveServices }] = /** @type {[import('./stacks.mjs').BenchStack]} */ (toMeasure);
    const running = await measureRunningStack(fiveServices, { entry, host, rounds: Math.max(rounds, leastQuickRounds), projectPrefix, signal });
    log('failures');
    const failures = await measureFailures(failingStacks(images), means);
    const left = await removeLeftovers(client, projectPrefix);
    return { takenAt: new Date().toISOString(), machine, rounds, stacks, running, failures, imported, resolved, left };
  } finally {
    await removeLeftovers(client, projectPrefix);
    client.close();
  }
}
