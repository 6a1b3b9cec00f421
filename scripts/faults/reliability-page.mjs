/**
 * @typedef {object} Row
 * @property {string} fault
 * @property {number} times
 * @property {string} promise
 * @property {readonly string[]} failed what did not hold, a sentence each
 * @property {readonly string[]} left what was there for good
 * @property {string} seen
 */

/** @param {readonly string[]} cells */
const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

/** What is no row because a test shows it in each run of the tests. */
const TESTED = [
  ['an engine whose address pools have run out', 'test/faults/address-pools.test.ts'],
  ['an engine whose disk is full', 'test/faults/disk-full.test.ts'],
  ['an engine that hangs, dies during an `up`, or during any other call', 'test/faults/engine-dies.test.ts', 'test/faults/verbs-engine-dies.test.ts'],
  ['a clock that jumps', 'test/faults/odd-places.test.ts'],
  ['a folder for temporary files that cannot be written', 'test/faults/odd-places.test.ts'],
  ['a path with spaces and other letters than English ones', 'test/faults/odd-places.test.ts'],
];

/** @param {string} path */
const link = (path) => `[${path}](../${path})`;

/**
 * docs/reliability.md from what a run saw.
 *
 * @param {{ rows: readonly Row[], seed: number, machine: string, load: readonly number[], command: string }} run `load` a core, before and after
 */
export function reliabilityPage({ rows, seed, machine, load, command }) {
  const broken = rows.filter(({ failed }) => failed.length > 0);
  return [
    '# Reliability',
    '',
    'What was made to go wrong, how often, and whether what is promised held: nothing is left in the engine, nothing hangs, and what',
    'cannot work says so in one clear error. A run that is ended ends at a random moment of `up`, test and `down`; a moment that',
    'came after its end counts, too: nothing may be left then either. What is removed by whom is told in [cleanup.md](cleanup.md).',
    '',
    `Written by \`${command}\`, with the seed ${seed}, on ${machine}.`,
    `Each core had ${load.map((one) => one.toFixed(1)).join(' and ')} processes to run, at the start and at the end; more than one, and all of it takes longer.`,
    '',
    line(['fault', 'times', 'must hold', 'did not', 'left for good', 'seen']),
    line(['---', '---', '---', '---', '---', '---']),
    ...rows.map(({ fault, times, promise, failed, left, seen }) => line([fault, String(times), promise, String(failed.length), String(left.length), seen])),
    '',
    ...(broken.length === 0 ? [] : ['What did not hold:', '', ...broken.flatMap(({ fault, failed }) => failed.map((text) => `- ${fault}: ${text.replaceAll('\n', ' ')}`)), '']),
    'Shown by tests in each run of `npm test`:',
    '',
    ...TESTED.map(([what, ...tests]) => `- ${what}: ${tests.map(link).join(', ')}`),
    '',
  ].join('\n');
}
