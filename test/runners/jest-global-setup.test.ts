import { expect, test } from 'vitest';
import { jestProject, runJest } from './jest-project.ts';

test('provides stacks on the global object and to injectStack, and leaves nothing', async () => {
  const { exitCode, output, left } = await runJest(
    jestProject({
      'shop.test.js': `
        const { injectStack } = require('seaworthy/jest');
        const shop = injectStack('shop');
        const url = shop.services.web.url(80);
        test('addresses need no engine', async () => {
          expect((await fetch(url)).status).toBe(404);
          expect(stacks.shop.services.web.url(80)).toBe(url);
          expect(Object.keys(stacks)).toEqual(['shop']);
        });
        test('handles', async () => {
          expect(await shop.services.db.exec(['redis-cli', 'ping'])).toEqual({ exitCode: 0, stdout: 'PONG\\n', stderr: '' });
          expect((await stacks.shop.ps()).map(({ service }) => service).sort()).toEqual(['db', 'web']);
        });
        test('a test cannot take the stack down', async () => {
          await expect(shop.down()).rejects.toMatchObject({ code: 'STACK_NOT_OWNED' });
        });
        test('a stack that is not provided', () => {
          expect(() => injectStack('shoop')).toThrowErrorMatchingInlineSnapshot(\`
"injectStack('shoop') found no stack: the global setup provides 'shop'.
  Name it in the Jest config: globalSetup: 'seaworthy/jest/global-setup', globalTeardown: 'seaworthy/jest/global-teardown',
  testEnvironmentOptions: { seaworthy: { stacks: { shoop: './compose.yaml' } } }."
\`);
        });
      `,
    }),
    { args: ['--ci'] },
  );
  expect(output).toMatchInlineSnapshot(`
    "PASS ./shop.test.js
      ✓ addresses need no engine
      ✓ handles
      ✓ a test cannot take the stack down
      ✓ a stack that is not provided

    Test Suites: 1 passed, 1 total
    Tests:       4 passed, 4 total
    Snapshots:   1 passed, 1 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});
