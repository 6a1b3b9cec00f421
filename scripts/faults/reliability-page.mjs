/**
 * @typedef {object} Row
 * @property {string} fault
 * @property {number} times
 * @property {number} late how often something was there after the time that is promised
 * @property {number} left how often something was there for good
 * @property {number} longestMs
 * @property {string} promise
 */

/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/**
 * docs/reliability.md from what a run saw.
 *
 * @param {{ rows: readonly Row[], seed: number, machine: string, load: readonly number[] }} run `load` a core, before and after
 */
export function reliabilityPage({ rows, seed, machine, load }) {
  return [
    '# Reliability',
    '',
    'How often a run was ended in the middle, at a random moment of `up`, test and `down`, and what was left of it in the engine.',
    'A moment that came after the end of the run counts, too: nothing may be left then either. What is removed by whom is told',
    'in [cleanup.md](cleanup.md).',
    '',
    `Written by \`npm run test:faults\`, with the seed ${seed}, on ${machine}.`,
    `Each core had ${load.map((one) => one.toFixed(1)).join(' and ')} processes to run, at the start and at the end; more than one, and all of it takes longer.`,
    '',
    line(['fault', 'times', 'must hold', 'later than that', 'left for good', 'longest']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map(({ fault, times, promise, late, left, longestMs }) => line([fault, String(times), promise, String(late), String(left), `${(longestMs / 1000).toFixed(1)} s`])),
    '',
  ].join('\n');
}
