import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { timelineHtml, timelineText } from '../../../src/reporters/timeline.ts';
import { openedAt, timelineSpans } from '../../../src/reporters/timeline-spans.ts';
import { writeTimeline } from '../../../src/reporters/write-timeline.ts';
import { failedTimeline, shopTimeline } from './shop-timeline.ts';

test('tells as text who did what, for how long, and who waited for whom', () => {
  expect(timelineText({ project: 'shop-1', timeline: shopTimeline })).toMatchInlineSnapshot(`
    "stack shop-1 was ready after 1700 ms

    service  from ms  to ms  took
    db            10    510   500  pulled redis:7
    db           522    560    38  created shop-db-1
    db           572    700   128  started shop-db-1
    db           700    901   201  became ready, 3 probes: 2 × exit 1, exit 0
    migrate      523    570    47  created shop-migrate-1
    migrate      571    902   331  waited for db to be ready
    migrate      902   1000    98  started shop-migrate-1
    migrate     1000   1500   500  ran to its end
    web          521    565    44  created shop-web-1
    web          566   1501   935  waited for db to be ready (901 ms), migrate to end (1500 ms)
    web         1501   1600    99  started shop-web-1
    web         1600   1700   100  became ready"
  `);
});

test('tells as text where an up failed, and what it was still waiting for', () => {
  expect(timelineText({ project: 'shop-1', timeline: failedTimeline, message: 'Service "migrate" exited with code 1.\n  more' })).toMatchInlineSnapshot(`
    "stack shop-1 failed after 1400 ms: Service "migrate" exited with code 1.

    service  from ms  to ms  took
    db            10    510   500  pulled redis:7
    db           522    560    38  created shop-db-1
    db           572    700   128  started shop-db-1
    db           700    901   201  became ready, 3 probes: 2 × exit 1, exit 0
    migrate      523    570    47  created shop-migrate-1
    migrate      571    902   331  waited for db to be ready
    migrate      902   1000    98  started shop-migrate-1
    migrate     1000   1400   400  ran, until the end
    web          521    565    44  created shop-web-1
    web          566   1400   834  waited for db to be ready (901 ms), migrate to end (never), until the end"
  `);
});

test('says when there is nothing to tell', () => {
  expect(timelineText({ project: 'shop-1', timeline: [] })).toBe('stack shop-1: no timeline, since it was not brought up by this process');
});

test('keeps the containers of one service apart, and opens its gate with the last of them', () => {
  const timeline = [
    { atMs: 1, what: 'starting', service: 'db', detail: 'a' },
    { atMs: 2, what: 'starting', service: 'db', detail: 'b' },
    { atMs: 3, what: 'started', service: 'db', detail: 'b' },
    { atMs: 5, what: 'started', service: 'db', detail: 'a' },
    { atMs: 6, what: 'ready', service: 'db', detail: 'a' },
    { atMs: 9, what: 'ready', service: 'db', detail: 'b' },
  ] as const;
  expect(timelineSpans(timeline)[0]!.spans.map(({ kind, detail, fromMs, toMs }) => `${kind} ${String(detail)} ${fromMs}-${toMs}`)).toEqual(['start a 1-5', 'start b 2-3', 'ready b 3-9', 'ready a 5-6']);
  expect(openedAt(timeline, { service: 'db', condition: 'service_healthy' })).toBe(9);
  expect(openedAt(timeline, { service: 'db', condition: 'service_completed_successfully' })).toBeUndefined();
});

test('puts what opens a gate above who waits for it', () => {
  expect(timelineSpans(shopTimeline).map(({ service }) => service)).toEqual(['db', 'migrate', 'web']);
});

test('the page needs nothing from elsewhere, and holds any text as text', () => {
  const nasty = '</style><script>alert(1)</script>&"\'\u001B[31m';
  const timeline = shopTimeline.map((entry) => ({ ...entry, ...(entry.service === 'db' ? { service: nasty } : {}), ...(entry.detail === undefined ? {} : { detail: entry.detail + nasty }) }));
  const logs = [{ service: nasty, container: nasty, stream: 'stdout' as const, timeMs: 1, text: nasty }];
  const page = timelineHtml({ project: nasty, timeline: [...timeline, { atMs: 2000, what: 'failed' }], message: nasty }, { logs });
  expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/);
  expect(page).not.toContain('\u001B');
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page.match(/href="[^#][^"]*"/g)).toBeNull();
});

test('the page says why there are no logs', () => {
  expect(timelineHtml({ timeline: failedTimeline }, { logsMissing: 'The logs could not be read: gone' })).toContain('<p>The logs could not be read: gone</p>');
});

test('is written as page and text, named after the project', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-timeline-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = await writeTimeline(join(folder, 'a/b'), { project: 'shop-1', timeline: shopTimeline }, {});
  expect(path).toBe(join(folder, 'a/b/shop-1.html'));
  expect((await readdir(join(folder, 'a/b'))).sort()).toEqual(['shop-1.html', 'shop-1.txt']);
  expect(await readFile(path, 'utf8')).toContain('<h1>stack shop-1 was ready after 1700 ms</h1>');
});
