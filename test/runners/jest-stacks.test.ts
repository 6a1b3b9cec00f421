import { expect, test } from 'vitest';
import { specWithVolume as spec } from './held-volume.ts';
import { jestConfig, jestProject, runJest } from './jest-project.ts';

/** Which of the noted tests shared a stack, as `a1 a2 | b1`. */
const sharing = (notes: string): string => {
  const stacks = new Map<string, string[]>();
  for (const line of notes.trim().split('\n').sort()) {
    const [name, project] = line.split(' ');
    stacks.set(project!, [...(stacks.get(project!) ?? []), name!]);
  }
  return [...stacks.values()].map((names) => names.join(' ')).join(' | ');
};

const note = `
  const { appendFileSync } = require('node:fs');
  exports.note = (name, { project }) => appendFileSync('stacks.txt', name + ' ' + project + '\\n');
`;

test('a file has a stack of its own by its docblock, and a test by ephemeral; a failure shows what they wrote', async () => {
  const { exitCode, output, readAsIs, left } = await runJest({
    ...jestProject({}),
    'jest.config.js': jestConfig(''),
    'note.js': note,
    'a-file.test.js': `/**
 * @jest-environment-options {"stack": "./compose.yaml"}
 */
      const { note } = require('./note.js');
      const { say } = require('./say.js');
      const url = stack.services.web.url(80);
      test('a1', async () => {
        note('a1', stack);
        await say(stack, 'from the test before');
        expect((await fetch(url)).status).toBe(404);
      });
      test('a2', async () => {
        note('a2', stack);
        await say(stack, 'out of stock');
        throw new Error('status 409');
      });
    `,
    'b-test.test.js': `
      const { ephemeral } = require('seaworthy/jest');
      const { note } = require('./note.js');
      const { say } = require('./say.js');
      const shop = ephemeral(${spec});
      const { web } = shop.services;
      test('b1', async () => {
        note('b1', shop);
        await say(shop, 'from the test before');
        await web.exec(['touch', '/data/file']);
      });
      test('b2', async () => {
        note('b2', shop);
        await say(shop, 'out of stock');
        expect((await web.exec(['ls', '/data'])).stdout).toBe('file');
      });
      expect(() => shop.project).toThrow('An ephemeral stack was used while none was up');
    `,
  });
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./b-test.test.js
      ● b2

        expect(received).toBe(expected) // Object.is equality

        Expected: "file"
        Received: ""

        stack shop-<id> during this test:
          web  running, 1 line:
            web | <time> out of stock

          13 |         note('b2', shop);
          14 |         await say(shop, 'out of stock');
        > 15 |         expect((await web.exec(['ls', '/data'])).stdout).toBe('file');
             |                                                          ^
          16 |       });
          17 |       expect(() => shop.project).toThrow('An ephemeral stack was used while none was up');
          18 |

          at Object.toBe (b-test.test.js:15:58)

    FAIL ./a-file.test.js
      ● a2

        status 409

        stack shop-<id> during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> out of stock

          13 |         note('a2', stack);
          14 |         await say(stack, 'out of stock');
        > 15 |         throw new Error('status 409');
             |               ^
          16 |       });
          17 |

          at Object.<anonymous> (a-file.test.js:15:15)

    Test Suites: 2 failed, 2 total
    Tests:       2 failed, 2 passed, 4 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(1);
  expect(sharing(await readAsIs('stacks.txt'))).toBe('a1 a2 | b1 | b2');
  expect(await left()).toEqual([]);
});

test('a worker has one stack for all of its files, which the global teardown removes', async () => {
  const file = (name: string): string => `
    const { note } = require('./note.js');
    test('${name}', async () => {
      note('${name}-' + process.env.JEST_WORKER_ID, stack);
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
  `;
  const { exitCode, output, readAsIs, left } = await runJest(
    {
      ...jestProject({}),
      'jest.config.js': jestConfig(`stack: ${spec}, stackScope: 'worker'`, 'maxWorkers: 2,'),
      'note.js': note,
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.test.js`, file(name)])),
    },
    { args: ['--no-runInBand'] },
  );
  expect(output).toContain('Tests:       4 passed, 4 total');
  expect(exitCode).toBe(0);
  // By worker: each has one, and none has another's.
  const workers = new Map((await readAsIs('stacks.txt')).trim().split('\n').map((line) => line.split(/[- ](.*)/)).map(([, rest]) => rest!.split(' ') as [string, string]));
  const notes = (await readAsIs('stacks.txt')).trim().split('\n');
  for (const line of notes) expect(workers.get(/-(\d) /.exec(line)![1]!)).toBe(line.split(' ')[1]);
  expect(workers.size).toBe(2);
  expect(new Set(workers.values()).size).toBe(2);
  expect(await left()).toEqual([]);
});

test('an environment of one’s own gets stacks by withStack, and keeps what it does', async () => {
  const { exitCode, output, left } = await runJest({
    ...jestProject({
      'environment.js': `
        const { TestEnvironment } = require('jest-environment-node');
        const { withStack } = require('seaworthy/jest/environment');
        class Page extends TestEnvironment {
          async setup() { await super.setup(); this.global.document = { title: 'page' }; }
          handleTestEvent({ name }) { if (name === 'test_start') this.global.document.title = 'in a test'; }
        }
        module.exports = withStack(Page);
      `,
      'shop.test.js': `
        const { say } = require('./say.js');
        test('sees both', async () => {
          await say(stacks.shop, 'seen');
          expect(document.title).toBe('another page');
        });
      `,
    }),
    'jest.config.js': jestConfig(`seaworthy: { stacks: { shop: 'compose.yaml' } }`).replace('seaworthy/jest/environment', './environment.js'),
  });
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ✕ sees both

      ● sees both

        expect(received).toBe(expected) // Object.is equality

        Expected: "another page"
        Received: "in a test"

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> seen

          3 |         test('sees both', async () => {
          4 |           await say(stacks.shop, 'seen');
        > 5 |           expect(document.title).toBe('another page');
            |                                  ^
          6 |         });
          7 |

          at Object.toBe (shop.test.js:5:34)

    Test Suites: 1 failed, 1 total
    Tests:       1 failed, 1 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('ES modules and another environment than ours get handles from injectStack, and evidence from the reporter', async () => {
  const { exitCode, output, left } = await runJest(
    {
      ...jestProject({}),
      'package.json': JSON.stringify({ private: true, type: 'module' }),
      'jest.config.js': `
        export default {
          globalSetup: './global-setup.js',
          globalTeardown: 'seaworthy/jest/global-teardown',
          reporters: ['seaworthy/reporters/jest', 'default'],
          testTimeout: 60_000,
        };
      `,
      'global-setup.js': `
        import { stackSetup } from 'seaworthy/jest/global-setup';
        export default stackSetup({ shop: 'compose.yaml' });
      `,
      'shop.test.js': `
        import { injectStack } from 'seaworthy/jest';
        const { services } = injectStack('shop');
        const answer = await fetch(services.web.url(80));
        test('answers', async () => {
          expect(answer.status).toBe(404);
          expect(await services.db.exec(['redis-cli', 'ping'])).toMatchObject({ stdout: 'PONG\\n' });
        });
        describe('the shop', () => {
          test('refuses', async () => {
            await services.web.exec(['sh', '-c', 'echo out of stock > /proc/1/fd/1']);
            expect(409).toBe(201);
          });
        });
        test('fails, too', () => { throw new Error('no'); });
      `,
    },
    { env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } },
  );
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ✓ answers
      ✕ fails, too
      the shop
        ✕ refuses

      ● the shop › refuses

        expect(received).toBe(expected) // Object.is equality

        Expected: 201
        Received: 409

          10 |           test('refuses', async () => {
          11 |             await services.web.exec(['sh', '-c', 'echo out of stock > /proc/1/fd/1']);
        > 12 |             expect(409).toBe(201);
             |                         ^
          13 |           });
          14 |         });
          15 |         test('fails, too', () => { throw new Error('no'); });

          at Object.toBe (shop.test.js:12:25)

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, 1 line:
            web | <time> out of stock

      ● fails, too

        no

          13 |           });
          14 |         });
        > 15 |         test('fails, too', () => { throw new Error('no'); });
             |                                          ^
          16 |

          at Object.<anonymous> (shop.test.js:15:42)

        stack shop (project shop-<id>) during this test:
          db   running, no lines
          web  running, no lines

    Test Suites: 1 failed, 1 total
    Tests:       2 failed, 1 passed, 3 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});
