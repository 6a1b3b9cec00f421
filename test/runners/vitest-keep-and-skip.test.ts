import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { environment, noEngine, type ProjectFiles, runVitest } from './inline-project.ts';
import { projects, runnerNode } from './runner-under-test.ts';

const spec = `{ services: { web: { image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f', '-p', '80'], ports: ['80'] } } }`;

const project = (files: ProjectFiles, options = `stacks: { shop: ${spec} }`): ProjectFiles => ({
  'vitest.config.ts': `
    import { seaworthy } from 'seaworthy/vitest/plugin';
    import { defineConfig } from 'vitest/config';
    export default defineConfig({ plugins: [seaworthy({ ${options} })], test: { testTimeout: 60_000, slowTestThreshold: 60_000, reporters: ['verbose'] } });
  `,
  ...files,
});

/** Runs a line that a message told the user to run. */
const run = async (line: string): Promise<unknown> => {
  const [, , ...args] = line.trim().split(/\s+/);
  return promisify(execFile)(runnerNode, [join(projects, 'node_modules/seaworthy/dist/cli.mjs'), ...args], { env: environment() });
};

test('SEAWORTHY_KEEP=on-failure leaves the stacks of a failing test, says how to look inside, and how to remove them', async () => {
  const { exitCode, output, readAsIs, left } = await runVitest(
    project({
      'shop.test.ts': `
        import { appendFileSync } from 'node:fs';
        import { ephemeral, injectStack, stackFixture } from 'seaworthy/vitest';
        import { test as base } from 'vitest';
        const test = base.extend({ own: stackFixture(${spec}), pooled: ephemeral(${spec}, { pool: 0 }) });
        test('passes', ({ own }) => {});
        test('fails', ({ own, pooled }) => {
          appendFileSync('kept.txt', [injectStack('shop').project, own.project, pooled.project].sort().join('\\n'));
          throw new Error('no');
        });
      `,
    }),
    { env: { SEAWORTHY_KEEP: 'on-failure' } },
  );
  const kept = (await readAsIs('kept.txt')).split('\n');
  const resources = kept.flatMap((name) => [`container ${name}-web-1`, `network ${name}_default`]);
  const leftUp = await left();
  const removals = kept.map((name) => `npx seaworthy -p ${name} down --volumes`);
  await Promise.all(removals.map(run));
  expect(leftUp).toEqual(resources.sort());
  expect(await left()).toEqual([]);
  expect(exitCode).toBe(1);
  expect(output.split('stack shop-<id> is kept:').slice(1)).toHaveLength(3);
  expect(/stack shop-<id> is kept:[^]*?--volumes/.exec(output)?.[0]).toMatchInlineSnapshot(`
    "stack shop-<id> is kept:
      look   npx seaworthy -p shop-<id> ps
             npx seaworthy -p shop-<id> logs
             npx seaworthy -p shop-<id> exec web sh
      remove npx seaworthy -p shop-<id> down --volumes"
  `);
}, 180_000);

test('a value of SEAWORTHY_KEEP that means nothing ends the run with one message', async () => {
  const { exitCode, output } = await runVitest(project({ 'shop.test.ts': `import { test } from 'vitest'; test('never runs', () => {});` }), { env: { SEAWORTHY_KEEP: 'yes' } });
  expect(output.slice(output.indexOf('FixtureError'))).toMatchInlineSnapshot(`
    "FixtureError: SEAWORTHY_KEEP is "yes".
      Set it to on-failure or always, or unset it to keep no stack."
  `);
  expect(exitCode).toBe(1);
});

test('without an engine tests can be skipped, with the reason, and so are their hooks', async () => {
  const files = {
    'shop.test.ts': `
      import { injectStack } from 'seaworthy/vitest';
      import { afterAll, beforeAll, describe, expect, test } from 'vitest';
      const url = injectStack('shop').services.web.url(80);
      let client;
      beforeAll(async () => { client = await fetch(url); });
      afterAll(() => { client.close(); });
      test('is skipped', () => {});
      describe('a suite', () => {
        beforeAll(() => { throw new Error('never runs'); });
        test('is skipped too', () => {});
      });
    `,
  };
  const { exitCode, output } = await runVitest(project(files, `stacks: { shop: ${spec} }, whenUnavailable: 'skip'`), { env: noEngine });
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ↓ shop.test.ts > is skipped [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ shop.test.ts > a suite > is skipped too [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]

     Test Files  1 passed (1)
          Tests  2 skipped (2)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(0);
});

test('without an engine fixtures, and files without the plugin, can skip too', async () => {
  const { exitCode, output } = await runVitest(
    {
      'vitest.config.ts': `
        import { defineConfig } from 'vitest/config';
        export default defineConfig({ test: { globalSetup: ['global-setup.ts'], reporters: ['verbose'] } });
      `,
      'global-setup.ts': `
        import { stackSetup } from 'seaworthy/vitest/global-setup';
        export default stackSetup({ shop: ${spec} }, { whenUnavailable: 'skip' });
      `,
      'a.test.ts': `
        import { injectStack } from 'seaworthy/vitest';
        import { test } from 'vitest';
        test('in the test', () => { injectStack('shop'); });
        test('that asks for none', () => {});
      `,
      'b.test.ts': `
        import { ephemeral, stackFixture } from 'seaworthy/vitest';
        import { test as base } from 'vitest';
        const options = { whenUnavailable: 'skip' };
        const test = base.extend({ own: stackFixture(${spec}, options), shared: stackFixture(${spec}, { scope: 'file', ...options }), slot: stackFixture(${spec}, { scope: 'worker', ...options }), pooled: ephemeral(${spec}, options) });
        test('own', ({ own }) => {});
        test('shared', ({ shared }) => {});
        test('shared again', ({ shared }) => {});
        test('slot', ({ slot }) => {});
        test('pooled', ({ pooled }) => {});
      `,
    },
    { env: noEngine },
  );
  expect(output.split('\n').filter((line) => /^ +[↓✓×]/.test(line)).map((line) => line.replace(/ \d+ms(?= \[)/, '')).sort().join('\n')).toMatchInlineSnapshot(`
    " ↓ a.test.ts > in the test [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ b.test.ts > own [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ b.test.ts > pooled [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ b.test.ts > shared [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ b.test.ts > shared again [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ↓ b.test.ts > slot [No container engine answers. Tried: unix:///nonexistent/docker.sock (DOCKER_HOST): there is no such socket (ENOENT) Nothing else was tried, because the environment names the engine: correct the variable or unset it.]
     ✓ a.test.ts > that asks for none <ms>"
  `);
  expect(exitCode).toBe(0);
});
