import { expect, test } from 'vitest';
import { releaseVolumes, specWithVolume as spec, squatterSpec, withoutReason } from './held-volume.ts';
import { noEngine, type ProjectFiles } from './inline-project.ts';
import { jestConfig, jestProject, runJest } from './jest-project.ts';

const passing = `test('passes', () => {});`;
const image = '${BUSYBOX_IMAGE:-busybox:1.36}';

/** A project without a stack by itself. */
const project = (options: string, files: ProjectFiles): ProjectFiles => ({ ...jestProject({}), 'jest.config.js': jestConfig(options), ...files });

const broken = `
  services:
    db:
      image: ${image}
      command: [sh, -c, 'echo no config file; exit 3']
      healthcheck: { test: [CMD, 'false'], interval: 60s }
    web:
      image: ${image}
      command: [httpd, -f]
      depends_on: { db: { condition: service_healthy } }
`;

test('a stack of the run that does not come up ends the run with one message', async () => {
  const fine = `{ services: { web: { image: '${image}', command: ['httpd', '-f'] } } }`;
  const { exitCode, output, left } = await runJest(project(`seaworthy: { stacks: { broken: 'broken.yaml', fine: ${fine} } }`, { 'broken.yaml': broken, 'shop.test.js': passing }));
  expect(output).toMatchInlineSnapshot(`
    "StartError: Service "db" exited with code 3 before it was ready.
      phase       ready
      container   shop-<id>-db-1
      exit code   3
      waiting     web
      log         last 1 line
        db | no config file
      Its log says why. A service that is meant to end must be waited for with service_completed_successfully."
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('a stack of a file that does not come up fails that file, and only that', async () => {
  const { exitCode, output, left } = await runJest(
    project('', {
      'broken.yaml': broken,
      'a-broken.test.js': `/** @jest-environment-options {"stack": "./broken.yaml"} */
        ${passing}`,
      'b.test.js': passing,
      'c-typo.test.js': `/** @jest-environment-options {"stackScope": "test"} */
        ${passing}`,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./a-broken.test.js
      ● Test suite failed to run

        Service "db" exited with code 3 before it was ready.
          phase       ready
          container   shop-<id>-db-1
          exit code   3
          waiting     web
          log         last 1 line
            db | no config file
          Its log says why. A service that is meant to end must be waited for with service_completed_successfully.

    FAIL ./c-typo.test.js
      ● Test suite failed to run

        The option "stackScope" is "test"; allowed: "file" or "worker".
          It stands in testEnvironmentOptions of the Jest config, or @jest-environment-options in <project>/c-typo.test.js.

    PASS ./b.test.js

    Test Suites: 2 failed, 1 passed, 3 total
    Tests:       1 passed, 1 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('options that it does not know end the run before anything is created', async () => {
  const { exitCode, output } = await runJest(project(`seaworthy: { stack: './compose.yaml' }`, { 'shop.test.js': passing }));
  expect(output).toMatchInlineSnapshot(`
    "FixtureError: The option "seaworthy.stack" is "./compose.yaml"; allowed: "stacks", "up" and "whenUnavailable" in "seaworthy"; "stack" and "stackScope" stand beside it.
      It stands in testEnvironmentOptions of the Jest config."
  `);
  expect(exitCode).toBe(1);
});

test('a stack that is named, but that no global setup brought up, fails the file', async () => {
  const config = jestConfig(`seaworthy: { stacks: { shop: 'compose.yaml' } }`).replace(/globalSetup.*|globalTeardown.*/g, '');
  const { exitCode, output } = await runJest({ ...jestProject({ 'shop.test.js': passing }), 'jest.config.js': config });
  expect(output).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ● Test suite failed to run

        The Jest config names the stack "shop", but no global setup of ours has brought it up.
          Add to the config: globalSetup: 'seaworthy/jest/global-setup', globalTeardown: 'seaworthy/jest/global-teardown'.

    Test Suites: 1 failed, 1 total
    Tests:       0 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(1);
});

test('stacks that cannot be taken down fail the run, below the errors of its tests', async () => {
  const { exitCode, output, left } = await runJest(
    project(`seaworthy: { stacks: { shop: ${spec} } }, stack: ${spec}`, {
      'shop.test.js': `
        const { up } = require('seaworthy/compose');
        const squat = async ({ project }) => {
          const name = project + '_data';
          await up(${squatterSpec});
        };
        test('lets others use a volume of both stacks', async () => {
          await squat(stack);
          await squat(stacks.shop);
          throw new Error('status 409');
        });
      `,
    }),
  );
  expect(await releaseVolumes(await left())).toHaveLength(2);
  expect(await left()).toEqual([]);
  expect(withoutReason(output)).toMatchInlineSnapshot(`
    "FAIL ./shop.test.js
      ● lets others use a volume of both stacks

        status 409

        stack shop (project shop-<id>) during this test:
          web  running, no lines

        stack shop-<id> during this test:
          web  running, no lines

           8 |           await squat(stack);
           9 |           await squat(stacks.shop);
        > 10 |           throw new Error('status 409');
             |                 ^
          11 |         });
          12 |

          at Object.<anonymous> (shop.test.js:10:17)


      ● Test suite failed to run

        Project "shop-<id>" could not be removed whole:
          Could not remove volume "shop-<id>_data": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
          Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v.

    Test Suites: 1 failed, 1 total
    Tests:       1 failed, 1 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites.
    CleanupError: Project "shop-<id>" could not be removed whole:
      Could not remove volume "shop-<id>_data": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
      Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v."
  `);
  expect(exitCode).toBe(1);
});

test('without an engine the run ends with one message', async () => {
  const { exitCode, output } = await runJest(jestProject({ 'shop.test.js': passing }), { env: noEngine });
  expect(output).toMatchInlineSnapshot(`
    "BackendError: No container engine answers. Tried:
      unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT)
    Nothing else was tried, because the environment names the engine: correct the variable or unset it."
  `);
  expect(exitCode).toBe(1);
});

test('without an engine tests are skipped with the reason where that is asked for', async () => {
  const files = project(`seaworthy: { stacks: { shop: 'compose.yaml' }, whenUnavailable: 'skip' }`, {
    'shop.test.js': `/** @jest-environment-options {"stack": "./compose.yaml"} */
      const url = stacks.shop.services.web.url(80);
      const own = stack.services.web.url(80);
      beforeAll(() => fetch(url));
      describe('the shop', () => {
        test('answers', () => fetch(url));
        test.todo('grows');
      });
    `,
  });
  const { exitCode, output } = await runJest(files, { env: { ...noEngine, CI: 'true' } });
  expect(output).toMatchInlineSnapshot(`
    "No container engine answers. Tried:
      unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT)
    Nothing else was tried, because the environment names the engine: correct the variable or unset it.
    Tests are skipped, because whenUnavailable is 'skip'.
    PASS ./shop.test.js
      the shop
        ○ skipped answers [skipped: No container engine answers]
        ✎ todo grows

    Test Suites: 1 passed, 1 total
    Tests:       1 skipped, 1 todo, 2 total
    Snapshots:   0 total
    Time:        <s>
    Ran all test suites."
  `);
  expect(exitCode).toBe(0);
});
