import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { writeNote } from '../../../../src/engine/cleanup/session-notes.ts';
import { whileOwning } from '../../../../src/engine/cleanup/while-owning.ts';
import type { Runtime } from '../../../../src/engine/runtime/runtime.ts';
import { useOwnTemporaryDirectory } from './own-temporary-directory.ts';

const { execPath } = process;
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
useOwnTemporaryDirectory();
beforeEach(() => {
  // No watcher is wanted of an engine that there is not.
  process.execPath = '/nowhere/node';
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  process.execPath = execPath;
});

test('what a listener throws at the news of a sweep comes out of the call, and is not left unhandled', async () => {
  const endpoint = `unix:///owning-${String(process.pid)}`;
  writeNote(endpoint, { ...currentOwner(), session: 'dead', pid: 2 ** 22 + 1 });
  const away = { list: async () => Promise.reject(new Error('away')) };
  const runtime = { endpoint, facts: {}, target: () => ({ kind: 'unix', path: '/nowhere.sock' }), containers: away, networks: away, volumes: away } as unknown as Runtime;
  const told: string[] = [];
  const tell = (text: string): void => {
    told.push(text);
    if (text.startsWith('what runs that have ended left')) throw new Error('the listener is tired');
  };
  const act = async (): Promise<string> => {
    await sleep(50);
    return 'done';
  };
  await expect(whileOwning({ runtime, signal: undefined, tell, afterSweep: false, asksFirst: false }, act)).rejects.toThrow('the listener is tired');
  expect(told).toContain('what runs that have ended left could not be looked for: away');
  expect(unhandled).toEqual([]);
});
