import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runVitest } from './inline-project.ts';
import { normalise } from './normalise.ts';
import { shopProject } from './shop-project.ts';

/** The texts in the data of an HTML report: an array of values that refer to each other by their places. */
const textsOf = (data: Buffer): readonly string[] => (JSON.parse(gunzipSync(data).toString('utf8')) as readonly unknown[]).filter((value) => typeof value === 'string');

test('what services said stands in the HTML report and in the job summary, without the values of secret variables', async () => {
  const { exitCode, readBytes, read } = await runVitest(
    shopProject(
      {
        'compose.yaml': `
          services:
            web:
              image: \${BUSYBOX_IMAGE}
              command: [sleep, '600']
              environment: { API_TOKEN: tok-12345678 }
        `,
        'shop.test.ts': `
          import { injectStack } from 'seaworthy/vitest';
          import { expect, test } from 'vitest';
          import { say } from './say.ts';
          const shop = injectStack('shop');
          test('refuses', async () => {
            await say(shop, 'order 1 refused: <out of stock>, token tok-12345678');
            expect(409).toBe(201);
          });
          test('passes', () => {});
        `,
      },
      `reporters: ['default', ['html', { outputFile: 'html/index.html' }]]`,
    ),
    { env: { GITHUB_STEP_SUMMARY: 'summary.md' } },
  );
  expect(exitCode).toBe(1);
  const block = `stack shop (project shop-<id>) during this test:
  web  running, 1 line:
    web | <time> order 1 refused: <out of stock>, token [redacted]`;
  const texts = textsOf(await readBytes('html.meta.json.gz')).map((text) => normalise(text, '/nowhere').replace(/\bshop-\w+-<id>/g, 'shop-<id>'));
  expect(texts.filter((text) => text.includes(block) && text.includes('expected 409 to be 201')).length).toBeGreaterThan(0);
  expect(await read('summary.md')).toBe(`## What the services said

<details><summary>shop.test.ts refuses</summary>

\`\`\`text
expected 409 to be 201 // Object.is equality

${block}
\`\`\`

</details>`);
});
