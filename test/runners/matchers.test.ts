import { expect, test } from 'vitest';
import { runNode, runVitest } from './inline-project.ts';
import { jestProject, runJest } from './jest-project.ts';
import { compiler } from './runner-under-test.ts';
import { shopProject } from './shop-project.ts';

/** Assertions that hold and that fail, the same for both runners. */
const tests = `
  test('hold', async () => {
    await expect(shop.services.web).toBeRunning();
    await expect(shop.services.web).not.toHaveExited();
    await expect(shop.services.db).toBeHealthy();
    await say(shop, 'GET /orders 200');
    await expect(shop.services.web).toHaveLogged(/GET .* 200/);
    await expect(shop.services.web).not.toHaveLogged('500');
    expect(shop.services.web).toHavePublished(80);
    await expect(shop.services.db).toExec(['redis-cli', 'ping'], { exitCode: 0, stdout: 'PONG' });
    await expect(shop.services.db).toExec(['redis-cli', 'ping'], { stdout: expect.stringContaining('ON') });
    await expect(shop.services.web).toReach('db', 6379);
    await expect(shop.services.web).toHaveRestarted(0);
  });
  test('is not to run', async () => {
    await expect(shop.services.web).not.toBeRunning({ timeoutMs: 0 });
  });
  test('is to log', async () => {
    await expect(shop.services.web).toHaveLogged('POST', { timeoutMs: 300 });
  });
  test('is to publish', () => {
    expect(shop.services.web).toHavePublished(81);
  });
  test('is no service', async () => {
    await expect(shop).toBeHealthy();
  });
`;

/** What stands between two markers of a report, without the evidence of the stack. */
const failures = (output: string): string =>
  output
    .replace(/\n+ *stack shop \(project [^]*?(?=\n *\n|$)/g, '')
    .replace(/^ +at .*\n/gm, '')
    .replace(/^ *❯ (?!shop).*\n/gm, '')
    // Vitest 4 leaves a line empty before the place, Vitest 5 does not.
    .replace(/\n+(?= ❯ shop)/g, '\n\n');

test('Vitest knows them, and shows what was seen', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `
        import 'seaworthy/matchers/vitest';
        import { injectStack } from 'seaworthy/vitest';
        import { expect, test } from 'vitest';
        import { say } from './say.ts';
        const shop = injectStack('shop');
        ${tests}
      `,
    }),
  );
  expect(exitCode).toBe(1);
  expect(failures(output)).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (5 tests | 4 failed) <ms>
       ✓ hold <ms>
       × is not to run <ms>
       × is to log <ms>
       × is to publish <ms>
       × is no service <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 4 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > is not to run
    Error: Expected service "web" not to be running, but it is running.
      log  last 1 line
        web | GET /orders 200

     ❯ shop.test.ts:22:5
         20|   });
         21|   test('is not to run', async () => {
         22|     await expect(shop.services.web).not.toBeRunning({ timeoutMs: 0 });
           |     ^
         23|   });
         24|   test('is to log', async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/4]⎯

     FAIL  shop.test.ts > is to log
    Error: Expected service "web" to have logged "POST", but it is not in its only line (looked for 300 ms).
      log  last 1 line
        web | GET /orders 200

     ❯ shop.test.ts:25:5
         23|   });
         24|   test('is to log', async () => {
         25|     await expect(shop.services.web).toHaveLogged('POST', { timeoutMs: …
           |     ^
         26|   });
         27|   test('is to publish', () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/4]⎯

     FAIL  shop.test.ts > is to publish
    Error: Expected service "web" to have published port 81/tcp, but it publishes 80/tcp.

     ❯ shop.test.ts:28:31
         26|   });
         27|   test('is to publish', () => {
         28|     expect(shop.services.web).toHavePublished(81);
           |                               ^
         29|   });
         30|   test('is no service', async () => {

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[3/4]⎯

     FAIL  shop.test.ts > is no service
    MatcherError: toBeHealthy is about a service, and expect() got a stack.
      Pass one of its services: stack.services.db, stack.services.web.

     ❯ shop.test.ts:31:24
         29|   });
         30|   test('is no service', async () => {
         31|     await expect(shop).toBeHealthy();
           |                        ^
         32|   });
         33|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[4/4]⎯


     Test Files  1 failed (1)
          Tests  4 failed | 1 passed (5)
       Start at  <time>
       Duration <ms>"
  `);
});

test('Jest knows them, and shows what was seen', async () => {
  const { exitCode, output } = await runJest(
    jestProject({ 'shop.test.js': `const { say } = require('./say.js');\nconst { shop } = stacks;\n${tests}` }, `setupFilesAfterEnv: ['seaworthy/matchers/jest'],`),
  );
  expect(exitCode).toBe(1);
  expect(failures(output)).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ✓ hold
      ✕ is not to run
      ✕ is to log
      ✕ is to publish
      ✕ is no service

      ● is not to run

        Expected service "web" not to be running, but it is running.
          log  last 1 line
            web | GET /orders 200

          16 |   });
          17 |   test('is not to run', async () => {
        > 18 |     await expect(shop.services.web).not.toBeRunning({ timeoutMs: 0 });
             |                                         ^
          19 |   });
          20 |   test('is to log', async () => {
          21 |     await expect(shop.services.web).toHaveLogged('POST', { timeoutMs: 300 });


      ● is to log

        Expected service "web" to have logged "POST", but it is not in its only line (looked for 300 ms).
          log  last 1 line
            web | GET /orders 200

          19 |   });
          20 |   test('is to log', async () => {
        > 21 |     await expect(shop.services.web).toHaveLogged('POST', { timeoutMs: 300 });
             |                                     ^
          22 |   });
          23 |   test('is to publish', () => {
          24 |     expect(shop.services.web).toHavePublished(81);


      ● is to publish

        Expected service "web" to have published port 81/tcp, but it publishes 80/tcp.

          22 |   });
          23 |   test('is to publish', () => {
        > 24 |     expect(shop.services.web).toHavePublished(81);
             |                               ^
          25 |   });
          26 |   test('is no service', async () => {
          27 |     await expect(shop).toBeHealthy();


      ● is no service

        MatcherError: toBeHealthy is about a service, and expect() got a stack.
          Pass one of its services: stack.services.db, stack.services.web.

          25 |   });
          26 |   test('is no service', async () => {
        > 27 |     await expect(shop).toBeHealthy();
             |                        ^
          28 |   });
          29 |


    Test Suites: 1 failed, 1 total
    Tests:       4 failed, 1 passed, 5 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
});

const typed = (imports: string): string => `
  ${imports}
  import type { Service } from 'seaworthy';
  declare const db: Service<5432>;
  export const asked: readonly Promise<void>[] = [expect(db).toBeRunning(), expect(db).not.toHaveLogged(/x/, { timeoutMs: 0 }), expect(db).toExec(['true'], { exitCode: 0 })];
  expect(db).toHavePublished(5432);
  // @ts-expect-error a command in one text
  export const wrong = expect(db).toExec('true');
`;

test('compilers know them, for Vitest, for the globals of Jest and for those it is asked for', async () => {
  const { output, exitCode } = await runNode(
    {
      'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2023', 'esnext.disposable'], types: ['node'], noEmit: true, skipLibCheck: true }, include: ['*.ts'] }),
      'vitest.ts': typed(`import { expect } from 'vitest';\nimport 'seaworthy/matchers/vitest';`),
      'globals.ts': typed(`/// <reference types="jest" />\nimport 'seaworthy/matchers/jest';`),
      'asked-for.ts': typed(`import { expect } from '@jest/globals';\nimport 'seaworthy/matchers/jest';`),
      'plain.cts': `import matchers = require('seaworthy/matchers');\nexport const outcome: Promise<matchers.MatcherOutcome> = matchers.toBeRunning.call({ isNot: false }, undefined);`,
    },
    [compiler, '-p', '.'],
  );
  expect(output).toBe('');
  expect(exitCode).toBe(0);
});
