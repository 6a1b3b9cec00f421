import { describe, expect, it } from 'vitest';
import { againstFloor, type Measured } from '../../../bench/against-floor.mjs';
import { reportText, type Report } from '../../../bench/report.mjs';
import { summarise } from '../../../bench/statistics.mjs';

const measured: readonly Measured[] = [
  { name: 'raw API, 3 at once', role: 'floor', upMs: [1000, 1010, 990], downMs: [600, 590, 610] },
  { name: 'seaworthy', role: 'ours', upMs: [1100, 1120, 1080], downMs: [640, 650, 630] },
  { name: 'docker compose', role: 'compose', upMs: [8000, 8100, 7900], downMs: [11_000, 11_100, 10_900] },
];

const report = (changes: Partial<Report> = {}): Report => ({
  machine: {
    system: 'Linux, Debian GNU/Linux 12 (bookworm)',
    processor: 'A processor',
    cores: 2,
    memoryMiB: 24_576,
    node: 'v20.19.0',
    engine: 'Docker Engine 20.10.24',
    api: '1.41',
    storage: 'overlay2',
    compose: '2.40.3',
    load: 0.421,
  },
  rounds: 3,
  stacks: [{ title: 'five independent services', ...againstFloor(measured) }],
  running: { requests: 28, again: summarise([60, 61, 62]), attach: summarise([51, 52, 53]) },
  failures: [
    { title: 'ends at once', alone: true, rounds: 3, latency: summarise([90, 100, 110]), floor: summarise([80, 85, 90]) },
    { title: 'ends among others', alone: false, rounds: 3, latency: summarise([700, 710, 690]), floor: null },
  ],
  imported: { duration: summarise([25, 26, 27]) },
  resolved: {
    small: { services: 10, duration: summarise([4, 5, 6]) },
    sizes: [
      { services: 125, duration: summarise([39, 40, 41]) },
      { services: 500, duration: summarise([159, 160, 170]) },
    ],
  },
  left: [],
  ...changes,
});

const lines = (text: string, wanted: RegExp): readonly string[] => text.split('\n').filter((line) => wanted.test(line));

describe('reportText', () => {
  it('shows the machine, the stacks, a running one, the failures, the import and the resolving', () => {
    expect(reportText(report())).toMatchInlineSnapshot(`
      "Linux, Debian GNU/Linux 12 (bookworm); 2 cores (A processor), 24.0 GiB; load 0.42 at the start
      Docker Engine 20.10.24 (API 1.41, overlay2); Node v20.19.0; Docker Compose 2.40.3
      Medians of 3 interleaved rounds in milliseconds (least to most); ratio: up + down over the floor's of the same round

      Five independent services
                                      up   down  total                    ratio
        raw API, 3 at once (floor)  1000    600   1600    (1600 to 1600)   1.00  (1.00 to 1.00)
        seaworthy                   1100    640   1740    (1710 to 1770)   1.09  (1.07 to 1.11); at most 1.15: reached
        docker compose              8000  11000  19000  (18800 to 19200)  11.88  (11.75 to 12.00)

      A stack of five services that runs
        \`up\` again: 61 ms (60 to 62, 3 times); at most 100 ms: reached
        \`attach\`: 52 ms (51 to 53, 3 times); at most 50 ms: MISSED
        requests to the engine for an \`up\` and its \`down\`: 28; at most 30: reached

      A service that exits: from its end to the failure of \`up\`, with all that was created removed
        ends at once: 100 ms (90 to 110, 3 rounds); the raw API takes 85 ms; less than 250 ms: reached
        ends among others: 700 ms (690 to 710, 3 rounds)

      Import of the package in a fresh process: 26 ms (25 to 27, 3 times); at most 40 ms: reached

      Resolving a Compose file with anchors and merge keys, after a warm-up
        10 services: 5 ms (4 to 6, 3 times); at most 15 ms: reached
        125 services: 40 ms (39 to 41, 3 times)
        500 services: 160 ms (159 to 170, 3 times)
        a service of 500 over one of 125: 1.00; at most 1.25: reached"
    `);
  });

  it('says that a ratio over the target is missed', () => {
    const slow = [...measured.slice(0, 1), { name: 'seaworthy', role: 'ours' as const, upMs: [1300, 1300, 1300], downMs: [600, 600, 600] }];
    const text = reportText(report({ stacks: [{ title: 'five', ...againstFloor(slow) }] }));
    expect(lines(text, /seaworthy/)).toMatchInlineSnapshot(`
      [
        "  seaworthy                   1300   600   1900  (1900 to 1900)   1.19  (1.19 to 1.19); at most 1.15: MISSED",
      ]
    `);
  });

  it('holds the slowest failure to the target, and those of services that are alone only', () => {
    const text = reportText(report({ failures: [{ title: 'ends at once', alone: true, rounds: 3, latency: summarise([90, 100, 251]), floor: null }] }));
    expect(lines(text, /ends at once/)).toMatchInlineSnapshot(`
      [
        "  ends at once: 100 ms (90 to 251, 3 rounds); less than 250 ms: MISSED",
      ]
    `);
  });

  it('says in how many rounds a failure was not seen', () => {
    const text = reportText(
      report({
        failures: [
          { title: 'some', alone: true, rounds: 7, latency: summarise([90, 100]), floor: null },
          { title: 'all', alone: true, rounds: 7, latency: null, floor: null },
        ],
      }),
    );
    expect(lines(text, /some|all:/)).toMatchInlineSnapshot(`
      [
        "  some: 95 ms (90 to 100, 2 rounds); \`up\` did not fail in 5 of 7 rounds; less than 250 ms: MISSED",
        "  all: \`up\` did not fail in 7 of 7 rounds; less than 250 ms: MISSED",
      ]
    `);
  });

  it('says that resolving takes more than a file grows', () => {
    const text = reportText(report({ resolved: { small: { services: 10, duration: summarise([16]) }, sizes: [{ services: 100, duration: summarise([10]) }, { services: 400, duration: summarise([80]) }] } }));
    expect(lines(text, /10 services|over one of/)).toMatchInlineSnapshot(`
      [
        "  10 services: 16 ms (16 to 16, 1 times); at most 15 ms: MISSED",
        "  a service of 400 over one of 100: 2.00; at most 1.25: MISSED",
      ]
    `);
  });

  it('names what a contender left behind', () => {
    expect(lines(reportText(report({ left: ['p_default', '/p-web-1'] })), /removed now/)).toMatchInlineSnapshot(`
      [
        "Not removed by who created it, and removed now: p_default, /p-web-1",
      ]
    `);
  });

  it('says when there is no Docker Compose to compare with', () => {
    const { machine } = report();
    expect(lines(reportText(report({ machine: { ...machine, compose: null } })), /Compose/)).toMatchInlineSnapshot(`
      [
        "Docker Engine 20.10.24 (API 1.41, overlay2); Node v20.19.0; no Docker Compose found",
        "Resolving a Compose file with anchors and merge keys, after a warm-up",
      ]
    `);
  });
});
