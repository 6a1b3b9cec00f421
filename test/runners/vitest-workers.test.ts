import { expect, test } from 'vitest';
import { engineNames } from './engine-names.ts';
import { noEngine, type ProjectFiles, runVitest } from './inline-project.ts';

const web = `{ image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f', '-p', '80'], ports: ['80'] }`;

const project = (fixtures: string, files: ProjectFiles, config: string, options = ''): ProjectFiles => ({
  'vitest.config.ts': `
    import { seaworthy } from 'seaworthy/vitest/plugin';
    import { defineConfig } from 'vitest/config';
    export default defineConfig({ plugins: [seaworthy({ ${options} })], test: { slowTestThreshold: 60_000, ${config} } });
  `,
  'shop.ts': `
    import { ephemeral, stackFixture } from 'seaworthy/vitest';
    import { test as base } from 'vitest';
    const spec = { services: { web: ${web} } };
    export const test = base.extend({ ${fixtures} });
  `,
  ...files,
});

/** Lines of words, as notes of the tests have them. */
const notesIn = (text: string): readonly (readonly string[])[] => text.trim().split('\n').map((line) => line.split(' '));

test('with isolation the files of one worker slot share a stack, and every test has an ephemeral one of its own', async () => {
  const noting = (file: string): string => `
    import { appendFileSync } from 'node:fs';
    import { expect } from 'vitest';
    import { test } from './shop.ts';
    const note = (...words) => appendFileSync('notes.txt', [process.env.VITEST_POOL_ID, ...words].join(' ') + '\\n');
    test('the stack of the slot', async ({ slot }) => {
      note('slot', slot.project);
      expect((await fetch(slot.services.web.url(80))).status).toBe(404);
    });
    for (const name of ['${file}1', '${file}2']) test(name, async ({ own }) => {
      note('own', own.project);
      expect((await fetch(own.services.web.url(80))).status).toBe(404);
      await expect(own.down()).rejects.toMatchObject({ code: 'STACK_NOT_OWNED' });
    });
  `;
  const { exitCode, output, readAsIs, left } = await runVitest(
    project(
      `own: ephemeral(spec), slot: stackFixture(spec, { scope: 'worker' })`,
      { 'a.test.ts': noting('a'), 'b.test.ts': noting('b'), 'c.test.ts': noting('c') },
      'maxWorkers: 2, testTimeout: 30_000',
    ),
  );
  expect(output).toContain('Tests  9 passed (9)');
  expect(exitCode).toBe(0);
  const notes = notesIn(await readAsIs('notes.txt'));
  const own = notes.filter(([, kind]) => kind === 'own').map(([, , name]) => name);
  expect(own).toHaveLength(6);
  expect(new Set(own).size).toBe(6);
  const slots = notes.filter(([, kind]) => kind === 'slot');
  expect(slots).toHaveLength(3);
  // Three files in two slots: in each slot one stack, and not the other slot's.
  const pairs = new Set(slots.map(([slot, , name]) => `${slot} ${name}`));
  expect(pairs.size).toBe(new Set(slots.map(([slot]) => slot)).size);
  expect(new Set(slots.map(([, , name]) => name)).size).toBe(pairs.size);
  expect(await left()).toEqual([]);
});

test('a warm-up that fails fails the test that it was for, with the whole error', async () => {
  const { exitCode, output, left } = await runVitest(
    project(
      `shop: ephemeral({ services: { web: { ...spec.services.web, command: ['sh', '-c', 'echo no config file; exit 3'] } } })`,
      {
        'shop.test.ts': `
          import { test } from './shop.ts';
          test('first', ({ shop }) => {});
          test('second', ({ shop }) => {});
        `,
      },
      'testTimeout: 30_000',
    ),
  );
  expect(output.match(/ FAIL .*|StartError: .*/g)).toEqual([
    ' FAIL  shop.test.ts > first',
    'StartError: Service "web" exited with code 3 before it was ready.',
    ' FAIL  shop.test.ts > second',
    'StartError: Service "web" exited with code 3 before it was ready.',
  ]);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('a stack may take longer to start than a test, which has its own time all the same', async () => {
  const ready = '/data/ready';
  const slow = `{ test: ['CMD-SHELL', 'test $(cut -d. -f1 /proc/uptime) -ge $(cat ${ready} 2>/dev/null || { expr $(cut -d. -f1 /proc/uptime) + 6 > ${ready}; cat ${ready}; })'], start_period: 60s }`;
  const { exitCode, output, left } = await runVitest(
    project(
      `shop: stackFixture({ services: { web: { ...spec.services.web, volumes: ['data:/data'], healthcheck: ${slow.replace('60s', "'60s'")} } }, volumes: { data: {} } }, { scope: 'file' })`,
      {
        'shop.test.ts': `
          import { expect } from 'vitest';
          import { test } from './shop.ts';
          test('waits for its stack', ({ shop }) => { expect(shop.services.web.port(80)).toBeGreaterThan(0); });
          test('hangs', async ({ shop }) => { await new Promise(() => {}); });
          test('hangs by itself', async () => { await new Promise(() => {}); });
          test('states its own time', { timeout: 900 }, async () => { await new Promise(() => {}); });
        `,
      },
      'testTimeout: 1_000',
    ),
  );
  expect(output.replace(/\n\nstack shop-<id>[^]*?(?=\n\n|\n⎯)/g, '')).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (4 tests | 3 failed) <ms>
       ✓ waits for its stack <ms>
       × hangs <ms>
       × hangs by itself <ms>
       × states its own time <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 3 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > hangs
     FAIL  shop.test.ts > hangs by itself
    Error: Test timed out in 1000ms, not counting the start of its stacks.
    Give it more with a timeout of its own, which then counts the start, or all tests with "testTimeout".

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/3]⎯

     FAIL  shop.test.ts > states its own time
    Error: Test timed out in 900ms.
    If this is a long-running test, pass a timeout value as the last argument or configure it globally with "testTimeout".

     ❯ shop.test.ts:7:11
          5|           test('hangs', async ({ shop }) => { await new Promise(() => …
          6|           test('hangs by itself', async () => { await new Promise(() =…
          7|           test('states its own time', { timeout: 900 }, async () => { …
           |           ^
          8|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/3]⎯


     Test Files  1 failed (1)
          Tests  3 failed | 1 passed (4)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test('variables of env have addresses, and snapshots have names in their place', async () => {
  const { exitCode, output, read, left } = await runVitest(
    project(
      `own: stackFixture({ services: { api: spec.services.web } }, { env: { API_URL: 'http://{api:80}/' } })`,
      {
        'shop.test.ts': `
          import { injectStack } from 'seaworthy/vitest';
          import { expect } from 'vitest';
          import { test } from './shop.ts';
          const urlAsLoaded = process.env.SHOP_URL;
          test('of the run', async () => {
            expect((await fetch(urlAsLoaded)).status).toBe(404);
            expect(process.env.API_URL).toBeUndefined();
            const shop = injectStack('shop');
            expect({ url: urlAsLoaded, host: process.env.SHOP_HOST, port: Number(process.env.SHOP_PORT), web: shop.services.web.address(80), project: shop.project, other: 80 }).toMatchSnapshot();
          });
          test('of a fixture', async ({ own }) => {
            expect((await fetch(process.env.API_URL)).status).toBe(404);
            expect([process.env.API_URL, own.snapshot()]).toMatchSnapshot();
          });
          test('gone with it', () => { expect(process.env.API_URL).toBeUndefined(); });
        `,
      },
      'testTimeout: 30_000',
      `stacks: { shop: { services: { web: ${web} } } }, env: { SHOP_URL: 'http://{web:80}/orders', SHOP_HOST: '{host:web:80}', SHOP_PORT: '{port:web:80}' }`,
    ),
  );
  expect(output).toContain('Tests  3 passed (3)');
  expect(exitCode).toBe(0);
  expect(await read('shop.test.ts.snap')).toMatchInlineSnapshot(`
    "// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html

    exports[\`of a fixture 1\`] = \`
    [
      "http://{api:80}/",
      {
        "project": "{shop}",
        "services": {
          "api": {
            "host": "127.0.0.1",
            "ports": {
              "80": {
                "host": "127.0.0.1",
                "port": {port:api:80},
              },
            },
          },
        },
      },
    ]
    \`;

    exports[\`of the run 1\`] = \`
    {
      "host": "127.0.0.1",
      "other": 80,
      "port": {port:web:80},
      "project": "{shop}",
      "url": "http://{web:80}/orders",
      "web": "{web:80}",
    }
    \`;"
  `);
  expect(await left()).toEqual([]);
});

test('a variable that names no address ends the run before anything is created', async () => {
  const { exitCode, output } = await runVitest(
    project('', { 'shop.test.ts': `import { test } from './shop.ts'; test('never runs', () => {});` }, '', `stacks: { shop: { services: { web: ${web} } } }, env: { SHOP_URL: 'http://{wbe:80}/' }`),
    // An engine is not even looked for.
    { env: noEngine },
  );
  expect(output.slice(output.indexOf('FixtureError'))).toMatchInlineSnapshot(`
    "FixtureError: A placeholder of env stands for an address that there is not:
      SHOP_URL: {wbe:80} names no service; there is web
      Correct the placeholder, or publish the port in the spec."
  `);
  expect(exitCode).toBe(1);
});

test('projects of one run share a stack, and each has its variables', async () => {
  const named = (name: string): string => `{ extends: true, test: { name: '${name}', include: ['${name}.test.ts'] } }`;
  const file = `
    import { appendFileSync } from 'node:fs';
    import { injectStack } from 'seaworthy/vitest';
    import { expect, test } from 'vitest';
    test.concurrent('answers', async () => {
      appendFileSync('notes.txt', injectStack('shop').project + '\\n');
      expect((await fetch(process.env.SHOP_URL)).status).toBe(404);
    });
  `;
  const files = project('', { 'a.test.ts': file, 'b.test.ts': file }, `projects: [${named('a')}, ${named('b')}]`, `stacks: { shop: { services: { web: ${web} } } }, env: { SHOP_URL: 'http://{web:80}/' }`);
  const { exitCode, output, readAsIs, left } = await runVitest(files);
  expect(output).toContain('Tests  2 passed (2)');
  expect(exitCode).toBe(0);
  expect(new Set(notesIn(await readAsIs('notes.txt')).flat()).size).toBe(1);
  expect(await left()).toEqual([]);
});

test('a file that docker compose could have up once is up in four workers at once, as it is', async () => {
  const testFile = `
    import { appendFileSync, readFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { expect } from 'vitest';
    import { test } from './fixed.ts';
    test('is up beside the others', { timeout: 100_000 }, async ({ fixed }) => {
      expect((await fetch(fixed.services.web.url(80))).status).toBe(404);
      // The fixed name still resolves inside the stack, and the volume is the stack's own.
      expect((await fixed.services.web.exec(['ping', '-c', '1', 'the-web'])).exitCode).toBe(0);
      expect((await fixed.services.web.exec(['sh', '-c', 'echo order >> /orders/all; wc -l < /orders/all'])).stdout.trim()).toBe('1');
      appendFileSync('up.txt', process.env.VITEST_POOL_ID + ' ' + fixed.project + ' ' + fixed.services.web.port(80) + '\\n');
      // None goes before all four are up.
      while (readFileSync('up.txt', 'utf8').split('\\n').length < 5) await setTimeout(100);
    });
  `;
  const { exitCode, output, readAsIs, left } = await runVitest({
    ...project('', {}, 'maxWorkers: 4, testTimeout: 100_000'),
    'compose.yaml': `
      name: four-at-once
      services:
        web:
          image: \${BUSYBOX_IMAGE:-busybox:1.36}
          container_name: the-web
          command: [httpd, -f, -p, '80']
          ports: ['18094:80']
          volumes: ['orders:/orders']
      networks: { default: { name: the-network } }
      volumes: { orders: { name: the-orders } }
    `,
    'fixed.ts': `
      import { stackFixture } from 'seaworthy/vitest';
      import { test as base } from 'vitest';
      export const test = base.extend({ fixed: stackFixture('compose.yaml') });
    `,
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.test.ts`, testFile])),
  });
  expect(output).toContain('Tests  4 passed (4)');
  expect(exitCode).toBe(0);
  const notes = notesIn(await readAsIs('up.txt'));
  for (const column of [0, 1, 2]) expect(new Set(notes.map((words) => words[column])).size).toBe(4);
  expect(await left()).toEqual([]);
  expect((await engineNames('four-at-once')).filter((name) => notes.some(([, project]) => name.includes(project!)))).toEqual([]);
});
