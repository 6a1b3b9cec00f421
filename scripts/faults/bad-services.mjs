import { untilNothingIsLeft } from './killed-run.mjs';
import { failureOf, runProgram } from './run-program.mjs';

/** A log of 100 MB that was kept would show; the rest is what Node takes in any case. */
const MEMORY_MB = 200;

/**
 * A row for each service that misbehaves.
 *
 * @param {import('./scene.mjs').Scene} scene
 * @returns {Promise<readonly import('./reliability-page.mjs').Row[]>}
 */
export async function runBadServices({ cwd, host, image, uniqueName, log }) {
  const name = uniqueName();
  const run = await runProgram('services.mjs', [name, image], { cwd, host });
  const { left } = await untilNothingIsLeft(host, name);
  const rows = run.lines.map(({ what, wrong, outcome, tookMs, maxRssMb }) => {
    log(`a service that ${what}: ${outcome} after ${tookMs} ms, ${maxRssMb} MB${wrong === undefined ? '' : ` <-- ${wrong}`}`);
    const failed = [...(wrong === undefined ? [] : [wrong]), ...(maxRssMb > MEMORY_MB ? [`${maxRssMb} MB of memory`] : [])];
    return { fault: `a service that ${what}`, times: 1, promise: outcome === 'up' ? 'it comes up, and goes' : 'the error names it', failed, left: [], seen: `${outcome === 'up' ? 'up and down' : `\`${outcome}\``} in ${(tookMs / 1000).toFixed(1)} s; at most ${maxRssMb} MB` };
  });
  return [...rows, { fault: 'all of these', times: rows.length, promise: 'nothing left', failed: failureOf(run), left, seen: '' }];
}
