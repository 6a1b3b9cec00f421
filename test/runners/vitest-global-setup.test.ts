import { expect, test } from 'vitest';
import { endSquatters, specWithVolume, squatterSpec, withoutReason } from './held-volume.ts';
import { noEngine, type ProjectFiles, runVitest } from './inline-project.ts';
import { shopCompose, shopProject } from './shop-project.ts';

/** A project with a global setup file, as users write one. */
const setUpByHand = (sources: string, files: ProjectFiles): ProjectFiles => ({
  'global-setup.ts': `
    import { stackSetup } from 'seaworthy/vitest/global-setup';
    export default stackSetup(${sources});
  `,
  'vitest.config.ts': `
    import { defineConfig } from 'vitest/config';
    export default defineConfig({ test: { globalSetup: ['global-setup.ts'], reporters: ['default', 'seaworthy/reporters/vitest'], testTimeout: 60_000, slowTestThreshold: 60_000 } });
  `,
  ...files,
});

test('provides stacks as plain data and as handles, and leaves nothing', async () => {
  const { exitCode, output, left } = await runVitest(
    setUpByHand(`{ shop: 'compose.yaml', cache: { services: { redis: { image: '\${REDIS_IMAGE:-redis:7-alpine}', ports: ['6379'] } } } }`, {
      'compose.yaml': shopCompose,
      'shop.test.ts': `
        import { createRequire } from 'node:module';
        import { injectStack } from 'seaworthy/vitest';
        import { expect, inject, test } from 'vitest';
        const shop = injectStack('shop');
        test('plain data', () => {
          const at = (port) => ({ host: '127.0.0.1', ports: { [port]: { host: '127.0.0.1', port: expect.any(Number) } } });
          expect(inject('shop')).toEqual({ project: expect.stringMatching(/^shop-/), services: { db: at(6379), web: at(80) } });
          expect(inject('cache')).toEqual({ project: expect.stringMatching(/^shop-/), services: { redis: at(6379) } });
        });
        test('addresses need no engine', async () => {
          expect(shop.services.web.port(80)).toBe(inject('shop').services.web.ports['80'].port);
          expect((await fetch(shop.services.web.url(80))).status).toBe(404);
          expect(Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('dockerode'))).toEqual([]);
        });
        test('handles', async () => {
          expect(await shop.services.db.exec(['redis-cli', 'ping'])).toEqual({ exitCode: 0, stdout: 'PONG\\n', stderr: '' });
          expect((await shop.ps()).map(({ service }) => service).sort()).toEqual(['db', 'web']);
        });
        test('a test cannot take the stack down', async () => {
          await expect(shop.down()).rejects.toMatchObject({ code: 'STACK_NOT_OWNED' });
        });
        test('a stack that is not provided', () => {
          expect(() => injectStack('shoop')).toThrow(
            "injectStack('shoop') found no stack: nothing is provided under that name.\\n" +
            "  Bring it up in a file that test.globalSetup of the Vitest config names: export default stackSetup({ shoop: './compose.yaml' });"
          );
        });
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ✓ shop.test.ts (5 tests) <ms>

     Test Files  1 passed (1)
          Tests  5 passed (5)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});

test('a service that does not become healthy ends the run with one message, and leaves nothing', async () => {
  const { exitCode, output, left } = await runVitest(
    setUpByHand(`{ broken: 'compose.yaml', fine: { services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'] } } } }`, {
      'compose.yaml': `
        services:
          db:
            image: \${BUSYBOX_IMAGE:-busybox:1.36}
            command: [sh, -c, 'echo starting; exec httpd -f']
            healthcheck: { test: [CMD-SHELL, 'echo no database yet; exit 1'], interval: 100ms, retries: 2 }
          web:
            image: \${BUSYBOX_IMAGE:-busybox:1.36}
            command: [httpd, -f]
            depends_on: { db: { condition: service_healthy } }
      `,
      'shop.test.ts': `
        import { test } from 'vitest';
        test('never runs', () => {});
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

    No test files found, exiting with code 1

    include: **/*.{test,spec}.?(c|m)[jt]s?(x)
    exclude:  **/node_modules/**, **/.git/**


    ⎯⎯⎯⎯⎯⎯ Unhandled Error ⎯⎯⎯⎯⎯⎯⎯
    HealthError: Service "db" is unhealthy: its healthcheck failed as often as its retries allow.
      phase       ready
      container   shop-<id>-db-1
      waiting     web
      last probe  exit 1: no database yet
      log         last 1 line
        db | starting
      Look at the probe and the log; if it only needs more time, raise start_period or retries."
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('a stack that cannot be taken down fails the run and leaves the result of the tests alone', async () => {
  const { exitCode, output, left } = await runVitest(
    setUpByHand(`{ shop: ${specWithVolume} }`, {
      'shop.test.ts': `
        import { up } from 'seaworthy/compose';
        import { inject, test } from 'vitest';
        test('lets a container of another project use a volume of the stack', async () => {
          const { project } = inject('shop');
          const name = project + '_data';
          await up(${squatterSpec});
        });
      `,
    }),
  );
  const held = await left();
  const [project] = await endSquatters(held);
  expect(held).toContain(`volume ${project}_data`);
  // The watcher that outlives the run goes on trying.
  await expect.poll(left, { timeout: 30_000, interval: 200 }).toEqual([]);
  expect(withoutReason(output)).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ✓ shop.test.ts (1 test) <ms>

     Test Files  1 passed (1)
          Tests  1 passed (1)
       Start at  <time>
       Duration <ms>

    error during close [Error [CleanupError]: Project "shop-<id>" could not be removed whole:
      Could not remove volume "shop-<id>_data": the engine answered 409, … Remove or rename what is in the way, or wait until it is no longer in use.
      Everything else of it is gone; try again, or remove the rest with docker compose -p shop-<id> down -v.]"
  `);
  expect(exitCode).toBe(1);
});

test('listing tests starts nothing, also for files that ask for ports while they load', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({
      'shop.test.ts': `
        import { injectStack } from 'seaworthy/vitest';
        import { test } from 'vitest';
        const shop = injectStack('shop');
        const url = shop.services.db.url(6379, 'redis');
        test('is listed', () => {});
      `,
    }),
    { args: ['list'], env: noEngine },
  );
  expect(output).toMatchInlineSnapshot(`"shop.test.ts > is listed"`);
  expect(exitCode).toBe(0);
});

test('projects of one run each have the stack', async () => {
  const project = (name: string): string => `{ extends: true, test: { name: '${name}', include: ['${name}.test.ts'] } }`;
  const file = `
    import { injectStack } from 'seaworthy/vitest';
    import { expect, test } from 'vitest';
    test('answers', async () => { expect((await fetch(injectStack('shop').services.web.url(80))).status).toBe(404); });
  `;
  const { exitCode, output, left } = await runVitest(shopProject({ 'a.test.ts': file, 'b.test.ts': file }, `projects: [${project('a')}, ${project('b')}],`));
  expect(output.split('\n').sort().join('\n')).toMatchInlineSnapshot(`
    "

          Tests  2 passed (2)
       Duration <ms>
       Start at  <time>
     Test Files  2 passed (2)
     ✓ |a| a.test.ts (1 test) <ms>
     ✓ |b| b.test.ts (1 test) <ms>
    RUN  v<version> <project>"
  `);
  expect(exitCode).toBe(0);
  expect(await left()).toEqual([]);
});

test('without an engine the run ends with one message', async () => {
  const { exitCode, output } = await runVitest(
    shopProject({ 'shop.test.ts': `import { test } from 'vitest'; test('never runs', () => {});` }),
    { env: noEngine },
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

    No test files found, exiting with code 1

    include: **/*.{test,spec}.?(c|m)[jt]s?(x)
    exclude:  **/node_modules/**, **/.git/**


    ⎯⎯⎯⎯⎯⎯ Unhandled Error ⎯⎯⎯⎯⎯⎯⎯
    BackendError: No container engine answers. Tried:
      unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT)
    Nothing else was tried, because the environment names the engine: correct the variable or unset it."
  `);
  expect(exitCode).toBe(1);
});
