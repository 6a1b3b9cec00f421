import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { timelineHtml } from '../../src/reporters/timeline.ts';
import { failedTimeline, shopTimeline } from '../unit/reporters/shop-timeline.ts';
import { openPage, picture, type Reader } from './browser-page.ts';
import { manyServices } from './many-services.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
});

const BEGAN = Date.UTC(2026, 0, 2, 12);

const line = (service: string, atMs: number, text: string) => ({ service, container: `shop-${service}-1`, stream: 'stdout' as const, timeMs: BEGAN + atMs, text });

const logs = [
  line('db', 620, '1:C # Redis is starting'),
  line('db', 880, '1:M * Ready to accept connections'),
  line('migrate', 1010, '> migrate 0001_orders.sql'),
  line('migrate', 1390, 'ERROR: relation "orders" does not exist at character 13, in a line that is as long as lines of logs often are <and has "quotes" & such>'),
];

const failure = [
  'Service "migrate" exited with code 1 before it was ready.',
  '  phase       ready',
  '  container   shop-migrate-1',
  '  exit code   1',
  '  waiting     web',
  '  log         last 2 lines',
  '    migrate | > migrate 0001_orders.sql',
  '    migrate | ERROR: relation "orders" does not exist',
  '  Its log says why. A service that is meant to end must be waited for with service_completed_successfully.',
].join('\n');

const pages = {
  ready: timelineHtml({ project: 'shop-1a2b3c4d', timeline: shopTimeline }, { logs, startedAtMs: BEGAN }),
  failed: timelineHtml({ project: 'shop-1a2b3c4d', timeline: failedTimeline, message: failure }, { logs, startedAtMs: BEGAN }),
  many: timelineHtml({ project: 'shop-1a2b3c4d', timeline: manyServices(50) }),
};

const readers: readonly Reader[] = [
  { scheme: 'light', width: 1280, height: 720 },
  { scheme: 'dark', width: 1280, height: 720 },
  { scheme: 'light', width: 360, height: 800 },
  { scheme: 'dark', width: 360, height: 800 },
];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const boxes = (page: Page, selector: string): Promise<readonly Box[]> =>
  page.$$eval(selector, (elements) => elements.map((element) => element.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top: top + scrollY, bottom: bottom + scrollY })));

/** How well each text stands out from its ground, by the formula of WCAG 2. */
const contrasts = (page: Page): Promise<readonly { readonly text: string; readonly ratio: number }[]> =>
  page.evaluate(() => {
    const channels = (color: string): readonly number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: readonly number[]): number => [r, g, b].map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index]!, 0);
    const groundOf = (element: Element | null): readonly number[] => {
      for (let at = element; at !== null; at = at.parentElement) {
        const color = channels(getComputedStyle(at).backgroundColor);
        if (color[3] !== 0) return color;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('h1, h2, .failure, .legend li, .name, .tick:not(.covered):not(.near), .moment b, summary, .log div, .log time')].map((element) => {
      const [light = 0, dark = 0] = [luminance(channels(getComputedStyle(element).color)), luminance(groundOf(element))].sort((a, b) => b - a);
      return { text: element.textContent.slice(0, 40), ratio: (light + 0.05) / (dark + 0.05) };
    });
  });

test.each(readers.flatMap((reader) => Object.entries(pages).map(([name, html]) => ({ name, html, ...reader }))))('the page "$name" is readable: $scheme, $width wide', async ({ name, html, ...reader }) => {
  const page = await openPage(browser, `${name}-${reader.scheme}-${String(reader.width)}`, html, reader);
  await picture(page, `timeline-${name}-${reader.scheme}-${String(reader.width)}`);
  // Nothing has to be scrolled sideways, and every bar is inside its track.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(reader.width);
  const [chart] = await boxes(page, '.chart');
  for (const bar of await boxes(page, '.bar')) {
    expect(bar.left).toBeGreaterThanOrEqual(chart!.left - 1);
    expect(bar.right).toBeLessThanOrEqual(chart!.right + 3);
  }
  // No name stands on a bar of its row.
  const names = await boxes(page, '.name');
  const rows = await boxes(page, '.row');
  expect(names.length).toBe(rows.length);
  const bars = await boxes(page, '.bar');
  for (const [index, label] of names.entries()) {
    const own = bars.filter(({ top, bottom }) => top >= rows[index]!.top && bottom <= rows[index]!.bottom + 1);
    expect(own.length).toBeGreaterThan(0);
    for (const bar of own) expect(label.right <= bar.left || label.bottom <= bar.top, `name ${String(index)} and a bar`).toBe(true);
  }
  expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
});

test('an arrow leads from the end of the gate to who waited for it', async () => {
  const page = await openPage(browser, 'arrows', pages.ready, readers[0]!);
  const arrows = await page.$$eval('.gate', (elements) => elements.map((element) => element.getAttribute('data-gate')));
  expect(arrows).toEqual(['db → migrate', 'db → web', 'migrate → web']);
  const [first, , last] = await boxes(page, '.gate');
  const readyBars = await boxes(page, '.bar.ready');
  const waitBars = await boxes(page, '.bar.wait');
  // Rows are those of db, migrate and web; only the latter two waited.
  for (const [gate, from, to] of [[first!, readyBars[0]!, waitBars[0]!], [last!, readyBars[1]!, waitBars[1]!]] as const) {
    expect(Math.abs(gate.left - from.right)).toBeLessThan(2);
    expect(Math.abs(gate.top - from.bottom)).toBeLessThan(2);
    expect(Math.abs(gate.bottom - to.top)).toBeLessThan(2);
    expect(Math.abs(gate.left - to.right)).toBeLessThan(3);
  }
});

test('the failing moment is marked across all rows, with its error and the logs beside', async () => {
  const page = await openPage(browser, 'moment', pages.failed, readers[0]!);
  const [moment] = await boxes(page, '.moment');
  const [chart] = await boxes(page, '.chart');
  expect(Math.abs(moment!.left - chart!.right)).toBeLessThan(4);
  expect(moment!.bottom - moment!.top).toBeGreaterThan(90);
  expect(await page.textContent('.moment b')).toBe('failed at 1400 ms');
  expect(await page.textContent('.failure')).toBe(failure);
  const [log] = await boxes(page, '.log');
  expect(log!.left).toBeGreaterThan(chart!.right);
  expect(await page.textContent('#log-migrate .log')).toContain('1390 msERROR: relation "orders"');
  expect(await page.isVisible('.text')).toBe(false);
  await page.click('summary:text("As text")');
  expect(await page.textContent('.text')).toContain('migrate to end (never)');
});
