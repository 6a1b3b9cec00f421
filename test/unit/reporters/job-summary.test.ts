import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { jobSummary, writeJobSummary } from '../../../src/reporters/job-summary.ts';

test('has each failure to be unfolded, and any text as text', () => {
  expect(jobSummary([{ name: 'shop.test.ts refuses <b> & more', text: 'Error: no\n\nweb | ```\u001B[31mred\u001B[0m <script>```' }])).toMatchInlineSnapshot(`
    "## What the services said

    <details><summary>shop.test.ts refuses &lt;b&gt; &amp; more</summary>

    \`\`\`\`text
    Error: no

    web | \`\`\`red <script>\`\`\`
    \`\`\`\`

    </details>
    "
  `);
  expect(jobSummary([])).toBe('');
});

test('keeps below what GitHub takes, and says what it left out', () => {
  const summary = jobSummary(Array.from({ length: 8 }, (_, index) => ({ name: `test ${index}`, text: 'x'.repeat(100_000) })));
  expect(Buffer.byteLength(summary)).toBeLessThan(524_288);
  expect(summary.match(/<details>/g)).toHaveLength(5);
  expect(summary).toContain('\n3 more failures are in the log of the job.\n');
});

test('is added to what others wrote, and only where GitHub names a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-summary-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'summary.md');
  await writeJobSummary([{ name: 'a', text: 'first' }], path);
  await writeJobSummary([{ name: 'b', text: 'second' }], path);
  await writeJobSummary([], path);
  await writeJobSummary([{ name: 'c', text: 'third' }], '');
  expect((await readFile(path, 'utf8')).match(/first|second|third/g)).toEqual(['first', 'second']);
});
