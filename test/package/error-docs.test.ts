import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** The page's outline: classes by their headings, each with the codes below it. */
const outline = Object.fromEntries(
  page.split(/^## /m).slice(1).map((section) => [section.split(':')[0], [...section.matchAll(/^### (.+)$/gm)].map(([, code]) => code)]),
);

test('docs/errors.md has every class with its codes, and no other', () => {
  expect(outline).toEqual(ERROR_CODES);
});

test.each(Object.values(ERROR_CODES).flat())('docs/errors.md says what %s means and what to do', (code) => {
  const entry = page.split(`### ${code}\n`)[1]?.split(/^##/m)[0];
  expect(entry).toMatch(/- \*\*Means:\*\* .+/);
  expect(entry).toMatch(/- \*\*Remedy:\*\* .+/);
});
