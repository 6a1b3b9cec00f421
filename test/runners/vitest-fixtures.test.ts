import { expect, test } from 'vitest';
import { type ProjectFiles, runVitest } from './inline-project.ts';
import { say } from './shop-project.ts';

const web = `{ image: '\${BUSYBOX_IMAGE:-busybox:1.36}', command: ['httpd', '-f'], volumes: ['data:/data'] }`;

/** A project whose test files share fixtures, from `shop.ts`. */
const fixtureProject = (fixtures: string, files: ProjectFiles, config = ''): ProjectFiles => ({
  'say.ts': say,
  'vitest.config.ts': `
    import { seaworthy } from 'seaworthy/vitest/plugin';
    import { defineConfig } from 'vitest/config';
    export default defineConfig({ plugins: [seaworthy()], test: { testTimeout: 60_000, slowTestThreshold: 60_000, ${config} } });
  `,
  'shop.ts': `
    import { stackFixture } from 'seaworthy/vitest';
    import { test as base } from 'vitest';
    const spec = { services: { web: ${web} }, volumes: { data: {} } };
    export const test = base.extend({ ${fixtures} });
  `,
  ...files,
});

/** Which of the noted tests shared a stack, as `a1 a2 | b1 b2`. */
const sharing = (notes: string, scope: string): string => {
  const stacks = new Map<string, string[]>();
  for (const line of notes.trim().split('\n').sort()) {
    const [name, noted, project] = line.split(' ');
    if (noted === scope) stacks.set(project!, [...(stacks.get(project!) ?? []), name!]);
  }
  return [...stacks.values()].map((names) => names.join(' ')).join(' | ');
};

test('stacks live as long as their scope says, and a failing test shows what each of its stacks wrote', async () => {
  const noting = (file: string): string => `
    import { appendFileSync } from 'node:fs';
    import { say } from './say.ts';
    import { test } from './shop.ts';
    const note = async (name, stacks) => {
      for (const [scope, stack] of Object.entries(stacks)) {
        appendFileSync('stacks.txt', [name, scope, stack.project].join(' ') + '\\n');
        await say(stack, name + ' to the stack of the ' + scope);
      }
    };
    test('${file}1', ({ perTest, perFile, perWorker }) => note('${file}1', { test: perTest, file: perFile, worker: perWorker }));
    test('${file}2', async ({ perTest, perFile, perWorker }) => {
      await note('${file}2', { test: perTest, file: perFile, worker: perWorker });
      if ('${file}' === 'b') throw new Error('b2 fails');
    });
  `;
  const fixtures = `perTest: stackFixture(spec), perFile: stackFixture(spec, { scope: 'file' }), perWorker: stackFixture(spec, { scope: 'worker' })`;
  const files = fixtureProject(fixtures, { 'a.test.ts': noting('a'), 'b.test.ts': noting('b') }, `isolate: false, maxWorkers: 1, sequence: { sequencer }`);
  const sequencer = `
    import { BaseSequencer } from 'vitest/node';
    class sequencer extends BaseSequencer { sort(files) { return files.sort((a, b) => a.moduleId.localeCompare(b.moduleId)); } }
  `;
  const { exitCode, output, readAsIs, left } = await runVitest({ ...files, 'vitest.config.ts': sequencer + files['vitest.config.ts']! });
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ✓ a.test.ts (2 tests) <ms>
     ❯ b.test.ts (2 tests | 1 failed) <ms>
       ✓ b1 <ms>
       × b2 <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  b.test.ts > b2
    Error: b2 fails

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> b2 to the stack of the test

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> b2 to the stack of the worker

    stack shop-<id> during this test:
      web  running, 1 line:
        web | <time> b2 to the stack of the file

     ❯ b.test.ts:14:30
         12|     test('b2', async ({ perTest, perFile, perWorker }) => {
         13|       await note('b2', { test: perTest, file: perFile, worker: perWork…
         14|       if ('b' === 'b') throw new Error('b2 fails');
           |                              ^
         15|     });
         16|

    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯


     Test Files  1 failed | 1 passed (2)
          Tests  1 failed | 3 passed (4)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(1);
  const notes = await readAsIs('stacks.txt');
  expect(sharing(notes, 'test')).toBe('a1 | a2 | b1 | b2');
  expect(sharing(notes, 'file')).toBe('a1 a2 | b1 b2');
  expect(sharing(notes, 'worker')).toBe('a1 a2 b1 b2');
  expect(await left()).toEqual([]);
});

test('a stack of scope worker shows what it wrote in the file of the failing test', async () => {
  const { output, left } = await runVitest(
    fixtureProject(`shop: stackFixture(spec, { scope: 'worker' })`, {
      'shop.test.ts': `
        import { say } from './say.ts';
        import { test } from './shop.ts';
        test('before', ({ shop }) => say(shop, 'from the test before'));
        test('fails', async ({ shop }) => {
          await say(shop, 'out of stock');
          throw new Error('status 409');
        });
      `,
    }),
  );
  expect(output.match(/web \| .*/g)).toEqual(['web | <time> out of stock']);
  expect(await left()).toEqual([]);
});

test('each attempt of a test has a stack of its own, and the last one is shown', async () => {
  const { output, left } = await runVitest(
    fixtureProject('shop: stackFixture(spec)', {
      'shop.test.ts': `
        import { say } from './say.ts';
        import { test } from './shop.ts';
        let attempt = 0;
        test('never passes', { retry: 1 }, async ({ shop }) => {
          await say(shop, 'attempt ' + ++attempt);
          throw new Error('no');
        });
      `,
    }),
  );
  expect(output.match(/web \| .*/g)).toEqual(['web | <time> attempt 2']);
  expect(await left()).toEqual([]);
});

test('a stack that does not come up fails the test that asked for it, with one message', async () => {
  const { exitCode, output, left } = await runVitest(
    fixtureProject(`shop: stackFixture({ services: { web: { ...spec.services.web, command: ['sh', '-c', 'echo no config file; exit 3'] }, neverReady: { ...spec.services.web, healthcheck: { test: ['CMD', 'false'], interval: '60s' } } }, volumes: { data: {} } })`, {
      'shop.test.ts': `
        import { test } from './shop.ts';
        test('asks for it', ({ shop }) => {});
        test('does not', () => {});
      `,
    }),
  );
  expect(output).toMatchInlineSnapshot(`
    "RUN  v<version> <project>

     ❯ shop.test.ts (2 tests | 1 failed) <ms>
       × asks for it <ms>
       ✓ does not <ms>

    ⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

     FAIL  shop.test.ts > asks for it
    StartError: Service "web" exited with code 3 before it was ready.
      phase       ready
      container   shop-<id>-web-1
      exit code   3
      log         last 1 line
        web | no config file
      Its log says why. A service that is meant to end must be waited for with service_completed_successfully.
    ⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/1]⎯


     Test Files  1 failed (1)
          Tests  1 failed | 1 passed (2)
       Start at  <time>
       Duration <ms>"
  `);
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});

test.each(['test', 'file'])('a test that runs out of time while its stack of scope %s starts leaves nothing behind', async (scope) => {
  const healthcheck = { test: ['CMD-SHELL', 'test $(cut -d. -f1 /proc/uptime) -gt $(cat /data/ready 2>/dev/null || { expr $(cut -d. -f1 /proc/uptime) + 4 > /data/ready; cat /data/ready; })'], start_period: '60s' };
  const { exitCode, output, left } = await runVitest(
    fixtureProject(`shop: stackFixture({ services: { web: { ...spec.services.web, healthcheck: ${JSON.stringify(healthcheck)} } }, volumes: { data: {} } }, { scope: '${scope}' })`, {
      'shop.test.ts': `
        import { test } from './shop.ts';
        test('has little time', { timeout: 3_000 }, ({ shop }) => {});
      `,
    }),
  );
  expect(output).toContain('Test timed out in 3000ms');
  expect(exitCode).toBe(1);
  expect(await left()).toEqual([]);
});
