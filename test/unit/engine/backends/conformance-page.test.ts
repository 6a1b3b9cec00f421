import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CAPABILITIES, CAPABILITY_TABLE, type BackendKind } from '../../../../src/engine/backends/capabilities.ts';

const page = readFileSync(new URL('../../../../docs/conformance.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
const [titles = [], , ...cells] = rows;

const kindOfTitle = (title: string): BackendKind => `${title.startsWith('Podman') ? 'podman' : 'docker'}${title.endsWith('rootless') ? '-rootless' : ''}`;

test('what the page says was seen is what the table says', () => {
  expect(titles.length).toBeGreaterThan(2);
  const seen = cells.slice(-CAPABILITIES.length);
  titles.slice(1).forEach((title, column) => {
    const table = CAPABILITY_TABLE[kindOfTitle(title)];
    const stated = CAPABILITIES.map((capability) => table[capability].level);
    // What the machine of the run could not show is no contradiction.
    const shown = seen.map((row, index) => (row[column + 1] === 'not seen' ? stated[index] : row[column + 1]));
    expect(shown, title).toEqual(stated);
  });
});
