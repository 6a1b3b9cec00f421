import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { leftOf, untilNothingIsLeft } from './killed-run.mjs';

const PROCESSES = 8;
/** A process that has said nothing by then never will. */
const NEVER_MS = 300_000;
/** Two containers, a network and a volume. */
const RESOURCES = 4;

/**
 * Several processes bring the same project up at once, and take it down at once, as often as is asked for.
 *
 * @param {import('./scene.mjs').Scene} scene
 * @param {number} times
 * @returns {Promise<readonly import('./reliability-page.mjs').Row[]>}
 */
export async function raiseTogether({ cwd, host, image, uniqueName, log }, times) {
  const children = Array.from({ length: PROCESSES }, () => fork(join(cwd, 'same.mjs'), [image], { cwd, env: { ...process.env, DOCKER_HOST: host }, execArgv: [] }));
  const name = uniqueName();
  const all = (/** @type {object} */ message) => Promise.all(children.map(async (child) => {
    child.send(message);
    const timer = setTimeout(() => child.kill('SIGKILL'), NEVER_MS);
    try {
      return (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [{ error: 'it ended' }])]))[0];
    } finally {
      clearTimeout(timer);
    }
  }));
  const failed = [];
  let longestMs = 0;
  for (let round = 0; round < times; round += 1) {
    const project = `${name}-${round}`;
    const startMs = performance.now();
    const ups = await all({ verb: 'up', name: project });
    const there = await leftOf(host, project);
    const downs = await all({ verb: 'down' });
    const left = await leftOf(host, project);
    longestMs = Math.max(longestMs, performance.now() - startMs);
    const stacks = new Set(ups.map(({ ids }) => JSON.stringify(ids)));
    const errors = [...ups, ...downs].flatMap(({ error }) => error ?? []);
    const wrong = [...errors, ...(stacks.size === 1 ? [] : [`${stacks.size} stacks`]), ...(there.length === RESOURCES ? [] : [`there was ${there.join(', ')}`]), ...(left.length === 0 ? [] : [`left ${left.join(', ')}`])];
    failed.push(...(wrong.length === 0 ? [] : [`round ${round + 1}: ${wrong.join('; ')}`]));
    log(`${PROCESSES} processes, round ${round + 1}: ${wrong.length === 0 ? 'one stack, and then none' : wrong.join('; ')}`);
  }
  for (const child of children) child.disconnect();
  const { left } = await untilNothingIsLeft(host, name);
  return [{ fault: `${PROCESSES} processes bring one project up at once, and take it down at once`, times, promise: 'one stack, all attached to it; gone, and no error for who finds it gone', failed, left, seen: `longest ${(longestMs / 1000).toFixed(1)} s` }];
}
