import { setTimeout as sleep } from 'node:timers/promises';
import { leftOf } from './killed-run.mjs';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.mjs';
import { failureOf, runProgram } from './run-program.mjs';

/** How long a run may take to notice that its engine is gone, and to end with an error, in milliseconds. */
const BUDGET_MS = 60_000;

/**
 * Kills an engine at random moments of up, test and down, starts it again, and looks at what is there after the next run.
 *
 * @param {import('./scene.mjs').Scene & { random: () => number }} scene
 * @param {number} times
 * @returns {Promise<readonly import('./reliability-page.mjs').Row[]>}
 */
export async function killDaemons(scene, times) {
  if (!canHavePrivateEngine()) {
    scene.log('An engine of its own takes root and the dockerd of Debian: none is killed here.');
    return [];
  }
  const engine = await PrivateEngine.start([scene.image]);
  try {
    return [await killRepeatedly(engine, { ...scene, host: engine.host }, times)];
  } finally {
    await engine[Symbol.asyncDispose]();
  }
}

/**
 * @param {PrivateEngine} engine
 * @param {import('./scene.mjs').Scene & { random: () => number }} scene
 * @param {number} times
 */
async function killRepeatedly(engine, scene, times) {
  const { cwd, host, image, uniqueName, log, random } = scene;
  const raise = (/** @type {string} */ name) => runProgram('daemon.mjs', [name, image], { cwd, host });
  const startMs = performance.now();
  const first = await raise(uniqueName());
  if (first.code !== 0) throw new Error(`A run on an engine that nobody killed failed: ${JSON.stringify(first)}`);
  let durationMs = performance.now() - startMs;
  const failed = [];
  const left = [];
  /** @type {Record<string, number>} */
  const phases = {};
  let longestMs = 0;
  for (let round = 0; round < times; round += 1) {
    const name = uniqueName();
    const running = raise(name);
    const afterMs = random() * durationMs;
    await sleep(afterMs);
    await engine.killDaemon();
    const killedMs = performance.now();
    const { lines: [said], ...ended } = await running;
    const tookMs = performance.now() - killedMs;
    await engine.startDaemon();
    const nextMs = performance.now();
    const next = await raise(uniqueName());
    durationMs = performance.now() - nextMs;
    const after = await leftOf(host, name);
    const wrong = verdict(said, ended, tookMs);
    log(`the engine was killed after ${Math.round(afterMs)} ms, in ${said?.phase}: ${said?.code ?? 'no error'} after ${Math.round(tookMs)} ms; after the next run ${after.length} left${wrong === undefined ? '' : ` <-- ${wrong}`}`);
    phases[said?.phase ?? 'nothing said'] = (phases[said?.phase ?? 'nothing said'] ?? 0) + 1;
    failed.push(...(wrong === undefined ? [] : [wrong]), ...failureOf(next));
    left.push(...after);
    longestMs = Math.max(longestMs, tookMs);
  }
  return { fault: 'the engine killed and started again, at a random moment of `up`, test and `down`', times, promise: 'one clear error, nothing after the next run', failed, left, seen: `${Object.entries(phases).map(([phase, count]) => `${phase} ${count}`).join(', ')}; longest ${(longestMs / 1000).toFixed(1)} s` };
}

/**
 * @param {any} said
 * @param {{ code: number | null, errors: string }} ended
 * @param {number} tookMs
 */
function verdict(said, ended, tookMs) {
  if (said === undefined) return `it ended with ${ended.code}: ${ended.errors.slice(0, 500)}`;
  if (tookMs > BUDGET_MS) return `it took ${Math.round(tookMs / 1000)} s in ${said.phase}`;
  return said.phase === 'done' || typeof said.code === 'string' ? undefined : `no error of ours in ${said.phase}: ${said.message}`;
}
