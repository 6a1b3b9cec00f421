import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const page = readFileSync(join(root, 'docs/compose-support.md'), 'utf8');

const PLANNED = 'plan: ';

/** Key, state and what it is shown by, of every row of the page. */
const rows = [...page.matchAll(/^\| `(.+?)` \| (.+?) \| (.+) \|$/gm)].map(([, key = '', state = '', shownBy = '']) => ({ key, state, shownBy }));

const testsUnder = (folder: string): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');

const live = testsUnder('test/engine');
const planned = testsUnder('test/unit/engine/plan');

/** Whether a test of this title stands in the sources, not only text that contains it. */
const names = (sources: string, title: string): boolean => [`'${title}'`, `"${title}"`, `'${title.replaceAll("'", "\\'")}'`].some((quoted) => sources.includes(`(${quoted}, `));

it('names for every field that is applied a test that exists', () => {
  expect(rows.length).toBeGreaterThan(200);
  const missing = rows.filter(({ key, state, shownBy }) => {
    if (shownBy.startsWith('not shown: ')) return key !== 'cache_from';
    if (shownBy === '–') return state.startsWith('applied');
    return shownBy.startsWith(PLANNED) ? !names(planned, shownBy.slice(PLANNED.length)) : !names(live, shownBy);
  });
  expect(missing).toEqual([]);
});
