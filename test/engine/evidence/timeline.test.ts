import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { StartError, up } from '../../../src/index.ts';
import { timelineText } from '../../../src/reporters/timeline.ts';
import { BUSYBOX } from '../images.ts';

const folderOf = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-timeline-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
};

/** Without what differs from run to run. */
const steady = (text: string): string => text.replace(/-[0-9a-f]{8}(?=[- .])/g, '-<id>').replace(/\b\d+ ms|\b\d+\.\d s/g, '<ms>').replace(/ +\d+ +\d+ +\d+ {2}/g, '  ').replace(/(\d+ probes|a probe): .*/, '<probes>').replace(/^service .*/m, 'service');

// Three services, one after the other: on a machine that others keep busy that may take a minute.
test('leaves the timeline of an up where SEAWORTHY_TIMELINE says, with gates, probes and logs', { timeout: 120_000 }, async () => {
  const folder = await folderOf();
  vi.stubEnv('SEAWORTHY_TIMELINE', join(folder, 'timelines'));
  await using stack = await up({
    name: 'story',
    services: {
      db: { image: BUSYBOX, command: ['sh', '-c', 'echo "<db> listens"; sleep 0.3; touch /ready; exec sleep 600'], healthcheck: { test: ['CMD', 'test', '-e', '/ready'], interval: '1s', retries: 30 } },
      migrate: { image: BUSYBOX, command: ['true'], depends_on: { db: { condition: 'service_healthy' } } },
      web: { image: BUSYBOX, command: ['sleep', '600'], depends_on: { db: { condition: 'service_started' }, migrate: { condition: 'service_completed_successfully' } } },
    },
  });
  expect(stack.warnings).toEqual([]);
  expect((await readdir(join(folder, 'timelines'))).sort()).toEqual([`${stack.project}.html`, `${stack.project}.txt`]);
  const text = await readFile(join(folder, 'timelines', `${stack.project}.txt`), 'utf8');
  expect(text).toBe(`${timelineText(stack)}\n`);
  expect(steady(text)).toMatchInlineSnapshot(`
    "stack story-<id> was ready after <ms>

    service
    db  created story-<id>-db-1
    db  started story-<id>-db-1
    db  became ready, <probes>
    migrate  created story-<id>-migrate-1
    migrate  waited for db to be ready
    migrate  started story-<id>-migrate-1
    migrate  ran to its end
    web  created story-<id>-web-1
    web  waited for db to start (<ms>), migrate to end (<ms>)
    web  started story-<id>-web-1
    web  became ready
    "
  `);
  const page = await readFile(join(folder, 'timelines', `${stack.project}.html`), 'utf8');
  expect(page).toContain('&lt;db&gt; listens');
  expect([...page.matchAll(/data-gate="([^"]+)"/g)].map(([, gate]) => gate)).toEqual(['db → migrate', 'db → web', 'migrate → web']);
});

test('the error of a failed up tells how it went, and its page has the logs of all services at that moment', async () => {
  const folder = await folderOf();
  vi.stubEnv('SEAWORTHY_TIMELINE', folder);
  const failure = await up({
    name: 'story',
    services: {
      db: { image: BUSYBOX, command: ['sh', '-c', 'echo "db fine"; exec sleep 600'] },
      app: { image: BUSYBOX, command: ['sh', '-c', 'echo "no config"; exit 4'], depends_on: ['db'] },
      web: { image: BUSYBOX, command: ['sleep', '600'], depends_on: { app: { condition: 'service_completed_successfully' } } },
    },
  }).then(() => undefined, (error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  const { message, project = '', timeline = [] } = failure as StartError;
  const path = join(folder, `${project}.html`);
  expect(message.split('\n').at(-1)).toBe(`  Timeline: ${path}`);
  expect(timeline.at(-1)).toMatchObject({ what: 'failed', atMs: expect.any(Number) });
  expect(steady(timelineText(failure as StartError))).toMatchInlineSnapshot(`
    "stack story-<id> failed after <ms>: Service "app" exited with code 4 before it was ready.

    service
    db  created story-<id>-db-1
    db  started story-<id>-db-1
    db  ran, until the end
    app  created story-<id>-app-1
    app  waited for db to start
    app  started story-<id>-app-1
    app  ran, until the end
    web  created story-<id>-web-1
    web  waited for app to end (never), until the end"
  `);
  const page = await readFile(path, 'utf8');
  expect(page).toContain('db fine');
  expect(page).toContain('no config');
  expect(page).toContain('<b>failed at ');
});

test('warns where the timeline cannot be written', async () => {
  const file = join(await folderOf(), 'a-file');
  await writeFile(file, '');
  vi.stubEnv('SEAWORTHY_TIMELINE', file);
  await using stack = await up({ services: { web: { image: BUSYBOX, command: ['sleep', '600'] } } });
  expect(stack.warnings).toEqual([{ path: 'SEAWORTHY_TIMELINE', message: `the timeline cannot be written to ${file}: EEXIST: file already exists, mkdir '${file}'` }]);
});
