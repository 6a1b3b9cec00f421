/** What has to hold, as the product's goals say it. */
export const targets = { ratio: 1.15, failureMs: 250, againMs: 100, attachMs: 50, requests: 30, importMs: 40, resolveMs: 15, resolveGrowth: 1.25 };

/**
 * The whole report as text.
 *
 * @param {import('./run-bench.mjs').BenchResult} result
 * @returns {string}
 */
export function reportText({ machine, rounds, stacks, running, failures, imported, resolved, left }) {
  return [
    ...machineLines(machine, rounds),
    ...stacks.flatMap((stack) => ['', ...stackLines(stack)]),
    '',
    'A stack of five services that runs',
    `  ${quick('`up` again', running.again, targets.againMs)}`,
    `  ${quick('`attach`', running.attach, targets.attachMs)}`,
    `  requests to the engine for an \`up\` and its \`down\`: ${running.requests}; ${verdict(`at most ${targets.requests}`, running.requests <= targets.requests)}`,
    '',
    'A service that exits: from its end to the failure of `up`, with all that was created removed',
    ...failures.map(failureLine),
    '',
    quick('Import of the package in a fresh process', imported.duration, targets.importMs),
    '',
    ...resolveLines(resolved),
    ...(left.length === 0 ? [] : ['', `Not removed by who created it, and removed now: ${left.join(', ')}`]),
  ].join('\n');
}

/**
 * @param {import('./machine.mjs').Machine} machine
 * @param {number} rounds
 */
function machineLines(machine, rounds) {
  const { system, processor, cores, memoryMiB, node, engine, api, storage, compose, load } = machine;
  return [
    `${system}; ${cores} cores (${processor}), ${(memoryMiB / 1024).toFixed(1)} GiB; load ${load.toFixed(2)} at the start`,
    `${engine} (API ${api}, ${storage}); Node ${node}; ${compose === null ? 'no Docker Compose found' : `Docker Compose ${compose}`}`,
    `Medians of ${rounds} interleaved rounds in milliseconds (least to most); ratio: up + down over the floor's of the same round`,
  ];
}

/** @param {import('./run-bench.mjs').BenchResult['stacks'][number]} stack */
function stackLines({ title, floor, contenders }) {
  const rows = contenders.map(({ name, role, up, down, total, ratio }) => [
    name === floor ? `${name} (floor)` : name,
    millis(up.median),
    millis(down.median),
    millis(total.median),
    `(${span(total)})`,
    ratio.median.toFixed(2),
    `(${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)})${role === 'ours' ? `; ${verdict(`at most ${targets.ratio}`, ratio.median <= targets.ratio)}` : ''}`,
  ]);
  return [`${title[0]?.toUpperCase()}${title.slice(1)}`, ...table([['', 'up', 'down', 'total', '', 'ratio', ''], ...rows])];
}

/** @param {import('./run-bench.mjs').BenchResult['failures'][number]} failure */
function failureLine({ title, alone, rounds, latency, floor }) {
  const unseen = rounds - (latency?.count ?? 0);
  const seen = latency === null ? [] : [`${millis(latency.median)} ms (${span(latency)}, ${latency.count} rounds)`];
  const notSeen = unseen === 0 ? [] : [`\`up\` did not fail in ${unseen} of ${rounds} rounds`];
  const reached = unseen === 0 && latency !== null && latency.max < targets.failureMs;
  const byItself = floor === null ? [] : [`the raw API takes ${millis(floor.median)} ms`];
  const judged = alone ? [verdict(`less than ${targets.failureMs} ms`, reached)] : [];
  return `  ${title}: ${[...seen, ...notSeen, ...byItself, ...judged].join('; ')}`;
}

/**
 * The growth is what each service costs in the largest file over what it costs in the smallest: 1 is linear.
 *
 * @param {import('./run-bench.mjs').BenchResult['resolved']} resolved
 */
function resolveLines({ small, sizes }) {
  const [first, last] = [sizes[0], sizes.at(-1)];
  const growth = first === undefined || last === undefined ? NaN : last.duration.median / last.services / (first.duration.median / first.services);
  return [
    'Resolving a Compose file with anchors and merge keys, after a warm-up',
    `  ${quick(`${small.services} services`, small.duration, targets.resolveMs)}`,
    ...sizes.map(({ services, duration }) => `  ${services} services: ${millis(duration.median)} ms (${span(duration)}, ${duration.count} times)`),
    `  a service of ${last?.services} over one of ${first?.services}: ${growth.toFixed(2)}; ${verdict(`at most ${targets.resolveGrowth}`, growth <= targets.resolveGrowth)}`,
  ];
}

/**
 * @param {string} what
 * @param {import('./statistics.mjs').Summary} duration
 * @param {number} mostMs
 */
function quick(what, duration, mostMs) {
  return `${what}: ${millis(duration.median)} ms (${span(duration)}, ${duration.count} times); ${verdict(`at most ${mostMs} ms`, duration.median <= mostMs)}`;
}

/**
 * Columns as wide as they need to be: text to the left, numbers to the right.
 *
 * @param {readonly (readonly string[])[]} rows
 */
function table(rows) {
  const width = (/** @type {number} */ column) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const toTheLeft = (/** @type {number} */ column) => column === 0 || column === 6;
  return rows.map((row) =>
    `  ${row.map((cell, column) => (toTheLeft(column) ? cell.padEnd(width(column)) : cell.padStart(width(column)))).join('  ')}`.trimEnd(),
  );
}

/**
 * @param {string} target
 * @param {boolean} reached
 */
function verdict(target, reached) {
  return `${target}: ${reached ? 'reached' : 'MISSED'}`;
}

/** @param {number} value */
function millis(value) {
  return value.toFixed(0);
}

/** @param {import('./statistics.mjs').Summary} summary */
function span({ min, max }) {
  return `${millis(min)} to ${millis(max)}`;
}
