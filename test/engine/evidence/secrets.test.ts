import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatherEvidence } from '../../../src/engine/index.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';

/** A service that tells all it knows, with secrets from a file, from the environment and in variables. */
async function talkative(folder: string): Promise<object> {
  const file = join(folder, 'key');
  await writeFile(file, 'first-line-of-key\nsecond-line-of-key\n');
  return {
    image: BUSYBOX,
    environment: { DB_PASSWORD: 'hunter-22', DB_USER: 'app', DATABASE_URL: 'postgres://app:in-url-33@db/app' },
    secrets: ['token', { source: 'key', target: '/etc/own-key' }],
    command: ['sh', '-c', 'echo "$$DB_USER $$DB_PASSWORD $$DATABASE_URL"; cat /run/secrets/token; echo; cat /etc/own-key; exec sleep 600'],
    healthcheck: { test: ['CMD-SHELL', 'echo "no login with $$DB_PASSWORD"; cat /run/secrets/token; test -e /well'], interval: '500ms', retries: 2 },
  };
}

const secretsOf = (folder: string) => ({ token: { environment: 'TOKEN_OF_TEST' }, key: { file: join(folder, 'key') } });
const options = { env: { TOKEN_OF_TEST: 'tok-12345678' }, timeoutMs: 50_000 };

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('a failed start tells no secrets', async () => {
  const folder = await temporaryFolder();
  const failure = await up({ name: 'told', services: { app: await talkative(folder), web: { image: BUSYBOX, depends_on: { app: { condition: 'service_healthy' } } } }, secrets: secretsOf(folder) } as never, options).then(() => undefined, (error: unknown) => error as Error);
  expect(failure?.message.replace(/-[0-9a-f]{8}-/, '-<id>-')).toMatchInlineSnapshot(`
    "Service "app" is unhealthy: its healthcheck failed as often as its retries allow.
      phase       ready
      container   told-<id>-app-1
      waiting     web
      last probe  exit 1: no login with [redacted]
                  [redacted]
      log         last 4 lines
        app | app [redacted] postgres://app:[redacted]@db/app
        app | [redacted]
        app | [redacted]
        app | [redacted]
      Look at the probe and the log; if it only needs more time, raise start_period or retries."
  `);
});

test('evidence of a running stack tells no secrets, in logs and in the output of probes', async () => {
  const folder = await temporaryFolder();
  const app = { ...(await talkative(folder)), 'x-seaworthy': { ready: [] } };
  const sinceMs = Date.now();
  await using stack = await up({ services: { app: { ...app, healthcheck: { ...(app as { healthcheck?: object }).healthcheck, start_period: '30s', start_interval: '100ms' }, post_start: [{ command: ['touch', '/well'] }] } }, secrets: secretsOf(folder) } as never, options);
  await expect.poll(async () => (await stack.services['app']?.health())?.probes.length ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
  const [evidence] = await gatherEvidence(stack.project, { sinceMs });
  expect(evidence?.lines.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "app [redacted] postgres://app:[redacted]@db/app",
      "[redacted]",
      "[redacted]",
      "[redacted]",
    ]
  `);
  expect(evidence?.probes[0]?.output).toMatchInlineSnapshot(`
    "no login with [redacted]
    [redacted]"
  `);
});
