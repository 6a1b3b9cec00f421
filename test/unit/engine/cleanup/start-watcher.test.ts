import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startWatcher } from '../../../../src/engine/cleanup/start-watcher.ts';
import type { WatcherOrder } from '../../../../src/engine/cleanup/watcher-lines.ts';

const isBuilt = existsSync(new URL('../../../../dist/watcher.mjs', import.meta.url));
const order: WatcherOrder = { session: 'none', endpoint: { kind: 'unix', path: '/nowhere.sock' }, facts: { kind: 'docker', version: '20.10.24', apiVersion: '1.41', os: 'linux', arch: 'amd64' } };

const { execPath } = process;
afterEach(() => {
  process.execPath = execPath;
  vi.unstubAllEnvs();
});

test.skipIf(!isBuilt)('says why there is none where it cannot be started, and fails nothing', async () => {
  process.execPath = '/nowhere/node';
  const told: string[] = [];
  const ended = new Promise<void>((resolve) => {
    startWatcher(order, (why) => {
      told.push(why);
      resolve();
    })?.send({ say: 'creating' });
  });
  await ended;
  expect(told).toEqual(['spawn /nowhere/node ENOENT']);
});

test.skipIf(!isBuilt || process.platform === 'win32')('gives it of the environment where notes are, and nothing that may be secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-watcher-'));
  try {
    process.execPath = join(folder, 'node');
    writeFileSync(process.execPath, `#!/bin/sh\nenv > '${folder}/env'\n`, { mode: 0o755 });
    vi.stubEnv('TMPDIR', folder);
    vi.stubEnv('REGISTRY_PASSWORD', 'hunter2');
    await new Promise<string>((resolve) => startWatcher(order, resolve));
    const names = readFileSync(join(folder, 'env'), 'utf8').split('\n').map((line) => line.split('=')[0]);
    expect(names).toContain('TMPDIR');
    expect(names).not.toContain('REGISTRY_PASSWORD');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
