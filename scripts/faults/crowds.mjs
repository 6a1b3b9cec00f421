import { untilNothingIsLeft } from './killed-run.mjs';
import { failureOf, runProgram } from './run-program.mjs';

/** How much more memory may be taken at the end of a row of stacks than after 20 of them. */
const GROWTH_MB = 15;

/**
 * Many stacks at once, many in a row, and a large one.
 *
 * @param {import('./scene.mjs').Scene & { scale: number }} scene `scale` makes all of it smaller
 * @returns {Promise<readonly import('./reliability-page.mjs').Row[]>}
 */
export async function runCrowds(scene) {
  const count = (/** @type {number} */ whole) => Math.max(1, Math.round(whole * scene.scale));
  return [
    await atOnce(scene, count(30), 5),
    await inARow(scene, Math.max(22, count(200))),
    await atOnce(scene, 1, count(60)),
  ];
}

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {number} stacks
 * @param {number} services
 */
async function atOnce({ cwd, host, image, uniqueName, log }, stacks, services) {
  const name = uniqueName();
  const run = await runProgram('crowd.mjs', [name, image, 'at once', String(stacks), String(services)], { cwd, host, flags: ['--expose-gc'] });
  const { left } = await untilNothingIsLeft(host, name);
  const [seen] = run.lines;
  const text = seen === undefined ? '' : `ready after ${(seen.readyMs / 1000).toFixed(0)} s, gone after ${(seen.wholeMs / 1000).toFixed(0)} s; ${seen.rssMb.toFixed(0)} MB, ${seen.descriptors} descriptors`;
  log(`${stacks} stacks of ${services} services at once: ${text}${run.errors}`);
  return { fault: stacks === 1 ? `one stack of ${services} services` : `${stacks} stacks of ${services} services at once`, times: 1, promise: 'all ready, all gone', failed: failureOf(run), left, seen: text };
}

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {number} stacks
 */
async function inARow({ cwd, host, image, uniqueName, log }, stacks) {
  const name = uniqueName();
  const run = await runProgram('crowd.mjs', [name, image, 'in a row', String(stacks), '1'], { cwd, host, flags: ['--expose-gc'] });
  const { left } = await untilNothingIsLeft(host, name);
  const [early, late] = run.lines;
  const failed = failureOf(run);
  if (early === undefined || late === undefined) return { fault: `${stacks} stacks in a row`, times: stacks, promise: 'flat', failed: [...failed, 'it did not get there'], left, seen: '' };
  const growthMb = late.rssMb - early.rssMb;
  const more = late.descriptors - early.descriptors;
  log(`${stacks} stacks in a row: ${JSON.stringify([early, late])}`);
  if (growthMb > GROWTH_MB) failed.push(`${growthMb.toFixed(1)} MB more than after 20`);
  if (more > 0) failed.push(`${more} descriptors more than after 20`);
  return { fault: `${stacks} stacks in a row`, times: stacks, promise: `at most ${GROWTH_MB} MB more than after 20, and no more descriptors`, failed, left, seen: `${early.rssMb.toFixed(0)} MB after 20, ${late.rssMb.toFixed(0)} MB after all (heap ${early.heapMb.toFixed(1)} and ${late.heapMb.toFixed(1)}); ${early.descriptors} and ${late.descriptors} descriptors` };
}
