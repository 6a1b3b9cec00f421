/**
 * @typedef {{ passed: number, total: number }} Outcome
 * @typedef {{ name: string, outcomes?: readonly (Outcome | null | undefined)[] }} Row
 */

const NOT_RUN = 'not run';
const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
const cell = (/** @type {Outcome | null | undefined} */ outcome) => ((outcome ?? null) === null ? '–' : `${outcome.passed}/${outcome.total}`);

/**
 * @param {readonly string[]} columns
 * @param {readonly Row[]} rows
 */
const table = (columns, rows) => [line(['', ...columns]), line(['---', ...columns.map(() => '---')]), ...rows.map(({ name, outcomes }) => line([name, ...(outcomes?.map(cell) ?? columns.map(() => NOT_RUN))]))];

/**
 * What passed, as a page.
 *
 * @param {{ cases: readonly string[], rows: readonly Row[], groups: readonly string[], types: readonly Row[], others: readonly Row[] }} results
 */
export function matrixPage({ cases, rows, groups, types, others }) {
  // Rows of cases: who looks for a case reads along the runners.
  const byCase = cases.map((name, index) => ({ name, cells: rows.map(({ outcomes }) => (outcomes === undefined ? NOT_RUN : cell(outcomes[index]))) }));
  return [
    '# Runners and versions',
    '',
    'How many of the tests that show a case passed, in a run of `npm run test:matrix`: real runs of each runner on small projects',
    'with real services, their whole output compared. One test may show several cases. `–`: the runner has no such thing.',
    '',
    line(['', ...rows.map(({ name }) => name)]),
    line(['---', ...rows.map(() => '---')]),
    ...byCase.map(({ name, cells }) => line([name, ...cells])),
    '',
    'Node’s own runner does not try a test again, and has no `expect` for matchers to extend.',
    '',
    '## Compilers',
    '',
    'Consumer projects of the packed package, checked in full (`strict`, and without `skipLibCheck` but for the matchers):',
    '',
    ...table(groups, types),
    '',
    '## Other runners',
    '',
    'The examples of [other-runners.md](other-runners.md):',
    '',
    ...table(['examples'], others),
    '',
  ].join('\n');
}
