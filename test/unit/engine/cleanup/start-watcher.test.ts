import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startWatcher } from '../../../../src/engine/cleanup/start-watcher.ts';
import type { WatcherOrder } from '../../../../src/engine/cleanup/watcher-lines.ts';

const isBuilt = existsSync(new URL('../../../../dist/watcher.mjs', import.meta.url));
const order: WatcherOrder = { session: 'none', endpoint: { kind: 'unix', path: '/nowhere.sock' }, facts: { kind: 'docker', version: '20.10.24', apiVersion: '1.41', os: 'linux', arch: 'amd64' } };

const { execPath } = process;
afterEach(() => {
  process.execPath = execPath;
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
