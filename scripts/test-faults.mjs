import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setUp } from './setup.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { requestText } from './setup/engine-request.mjs';
import { engineHost } from './steps/engine-host.mjs';
import { packPackage, root } from './steps/package.mjs';
import { runBadServices } from './faults/bad-services.mjs';
import { meddleWithCalls } from './faults/call-faults.mjs';
import { runCrowds } from './faults/crowds.mjs';
import { killDaemons } from './faults/daemon-kills.mjs';
import { killRun, killTree, leftOf, PROMISED_MS, start, untilNothingIsLeft } from './faults/killed-run.mjs';
import { runners, writeProjects } from './faults/projects.mjs';
import { randomFrom } from './faults/random.mjs';
import { reliabilityPage } from './faults/reliability-page.mjs';
import { raiseTogether } from './faults/same-project.mjs';

/**
 * Makes things go wrong, row by row, and writes what was seen to docs/reliability.md. `--rows` chooses some of them, by
 * their names below; `--times` is for each row of signals, `--both` for runs that are killed with their watchers, `--daemon`
 * for engines that are killed, `--same` for projects that several processes share, `--scale` makes crowds smaller; `--seed`
 * repeats a run.
 */
const ROWS = ['signals', 'both', 'calls', 'daemon', 'services', 'crowds', 'same'];
const number = (/** @type {string} */ value) => /** @type {const} */ ({ type: 'string', default: value });
const { values } = parseArgs({ options: { rows: { type: 'string', default: ROWS.join(',') }, times: number('36'), both: number('30'), daemon: number('20'), same: number('20'), scale: number('1'), seed: { type: 'string' }, 'no-page': { type: 'boolean', default: false } } });
const chosen = values.rows.split(',');
const unknown = chosen.filter((row) => !ROWS.includes(row));
if (unknown.length > 0) {
  console.error(`There are no rows "${unknown.join('", "')}": there are ${ROWS.join(', ')}.`);
  process.exit(2);
}
const seed = values.seed === undefined ? randomBytes(4).readUInt32BE() : Number(values.seed);
const log = console.log;

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'];

/** @typedef {{ cwd: string, host: string, random: () => number }} Scene */

const loadPerCore = () => (loadavg()[0] ?? 0) / cpus().length;

const uniqueName = () => `fault${randomBytes(4).toString('hex')}`;

/**
 * How long a run takes that nobody ends.
 *
 * @param {string} runner
 * @param {Scene} scene
 */
async function durationOf(runner, { cwd, host }) {
  const name = uniqueName();
  const startMs = performance.now();
  const { ended, child } = start(runners[runner]?.(name) ?? [], { cwd, name, host });
  await ended;
  const durationMs = performance.now() - startMs;
  if (child.exitCode !== 0) throw new Error(`A run of "${runner}" that nobody ended failed by itself. See why: cd ${cwd}, then FAULT_PROJECT=x node ${runners[runner]?.(name).join(' ')}`);
  await untilNothingIsLeft(host, name);
  return durationMs;
}

/**
 * One row: a runner, ended by each signal in turn.
 *
 * @param {string} runner
 * @param {number} times
 * @param {Scene} scene
 */
async function endBySignals(runner, times, scene) {
  let durationMs = await durationOf(runner, scene);
  const outcomes = [];
  for (let index = 0; index < times; index += 1) {
    const signal = SIGNALS[index % SIGNALS.length] ?? 'SIGKILL';
    const name = uniqueName();
    const afterMs = scene.random() * durationMs;
    const outcome = await killRun({ args: runners[runner]?.(name) ?? [], cwd: scene.cwd, host: scene.host, name, signal, afterMs, group: signal === 'SIGINT' || signal === 'SIGHUP' });
    log(`${runner}: ${signal} after ${Math.round(afterMs)} of ${Math.round(durationMs)} ms${outcome.finished ? ', it had ended' : ''}; nothing left after ${outcome.tookMs} ms${outcome.left.length === 0 ? '' : `, but ${outcome.left.join(', ')}`}`);
    outcomes.push(outcome);
    // How fast the machine is changes with what else it does.
    if (outcome.finished) durationMs = outcome.lived;
  }
  return rowOf(`SIGINT, SIGTERM, SIGHUP, SIGKILL to a run of ${runner}`, 'nothing after 10 s', outcomes);
}

/**
 * @param {string} fault
 * @param {string} promise
 * @param {readonly { left: readonly string[], tookMs: number }[]} outcomes
 * @returns {import('./faults/reliability-page.mjs').Row}
 */
function rowOf(fault, promise, outcomes) {
  const late = outcomes.filter(({ tookMs }) => tookMs > PROMISED_MS);
  const longestMs = Math.max(0, ...outcomes.map(({ tookMs }) => tookMs));
  return { fault, promise, times: outcomes.length, failed: late.map(({ tookMs }) => `something was there for ${(tookMs / 1000).toFixed(1)} s`), left: outcomes.flatMap(({ left }) => left), seen: `longest ${(longestMs / 1000).toFixed(1)} s` };
}

/**
 * Kills runs with all of their watchers, and looks at what is there when the next run has ended.
 *
 * @param {number} times
 * @param {Scene} scene
 */
async function killWithWatchers(times, scene) {
  const durationMs = await durationOf('script', scene);
  const outcomes = [];
  let found = 0;
  for (let index = 0; index < times; index += 1) {
    const name = uniqueName();
    const { child, ended } = start(runners.script?.(name) ?? [], { ...scene, name });
    const afterMs = scene.random() * durationMs;
    await Promise.race([sleep(afterMs), ended]);
    // The number of one that has ended may be another's by now, and the tree below 0 is that of the whole machine.
    if (child.pid !== undefined && child.exitCode === null) killTree(child.pid);
    await ended;
    // What the engine was still at when it was asked is there now.
    await sleep(1_000);
    const before = await leftOf(scene.host, name);
    found += before.length > 0 ? 1 : 0;
    const next = start(runners.script?.(uniqueName()) ?? [], { ...scene, name: uniqueName() });
    await next.ended;
    const left = await leftOf(scene.host, name);
    log(`killed with its watcher after ${Math.round(afterMs)} ms: ${before.length} left, ${left.length} after the next run`);
    outcomes.push({ left, tookMs: 0 });
  }
  log(`${found} of ${times} had left something`);
  return { ...rowOf('SIGKILL to a run and its watcher', 'nothing after the next run', outcomes), seen: `${found} times something was left until then` };
}

try {
  const env = { ...process.env, ...(await setUp({ log })) };
  await packPackage({ step: stepsOn(log) });
  const host = engineHost(env);
  const image = env.BUSYBOX_IMAGE ?? 'busybox:1.36';
  const cwd = await writeProjects(image);
  log(`\nseed ${seed}\n`);
  const loadBefore = loadPerCore();
  const scene = { cwd, host, image, uniqueName, log };
  /** @type {Readonly<Record<string, () => Promise<readonly import('./faults/reliability-page.mjs').Row[]>>>} */
  const run = {
    signals: () => Promise.all(Object.keys(runners).map((runner, index) => endBySignals(runner, Number(values.times), { cwd, host, random: randomFrom(seed + index) }))),
    // Alone, as all of them: any other run would remove what this one looks for.
    both: async () => [await killWithWatchers(Number(values.both), { cwd, host, random: randomFrom(seed - 1) })],
    calls: () => meddleWithCalls(scene),
    daemon: () => killDaemons({ ...scene, random: randomFrom(seed - 2) }, Number(values.daemon)),
    services: () => runBadServices(scene),
    crowds: () => runCrowds({ ...scene, scale: Number(values.scale) }),
    same: () => raiseTogether(scene, Number(values.same)),
  };
  /** @type {Map<string, readonly import('./faults/reliability-page.mjs').Row[]>} */
  const found = new Map();
  const inTurn = async (/** @type {readonly string[]} */ names) => {
    for (const row of names.filter((one) => chosen.includes(one) && !found.has(one))) {
      const startMs = performance.now();
      found.set(row, (await run[row]?.()) ?? []);
      log(`--- ${row} took ${Math.round((performance.now() - startMs) / 1000)} s\n`);
    }
  };
  // What has an engine of its own is in nobody's way, and the others wait most of the time.
  await Promise.all([inTurn(['daemon']), inTurn(['signals', 'both'])]);
  await inTurn(ROWS);
  const rows = ROWS.flatMap((row) => found.get(row) ?? []);
  const { Version: version } = JSON.parse((await requestText(host, '/version')).text);
  const page = reliabilityPage({ rows, seed, machine: `a machine with ${cpus().length} cores and Docker ${version}`, load: [loadBefore, loadPerCore()], command: ['npm run test:faults', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ') });
  log(`\n${page}`);
  if (!values['no-page']) await writeFile(join(root, 'docs/reliability.md'), page);
  if (rows.some(({ failed, left }) => failed.length > 0 || left.length > 0)) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
