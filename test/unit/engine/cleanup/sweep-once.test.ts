import { expect, test } from 'vitest';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { writeNote } from '../../../../src/engine/cleanup/session-notes.ts';
import { sweepOnce } from '../../../../src/engine/cleanup/sweep-once.ts';
import { ownerLabels } from '../../../../src/engine/plan/labels.ts';
import type { Runtime } from '../../../../src/engine/runtime/runtime.ts';
import { useOwnTemporaryDirectory } from './own-temporary-directory.ts';

const dead = { ...currentOwner(), session: 'dead', pid: 2 ** 22 + 1 };
const box = { id: 'b', name: 'shop-a-1', labels: ownerLabels(dead, 'process', 0) };

useOwnTemporaryDirectory();

/** An engine of its own name that counts its listings, since a real one cannot be made to fail at the first of two. */
const engine = (name: string, list: () => Promise<readonly unknown[]>): { readonly runtime: Runtime; readonly lists: () => number } => {
  let lists = 0;
  const counted = async (): Promise<readonly unknown[]> => {
    lists += 1;
    return await list();
  };
  const nothing = { list: async () => Promise.resolve([]) };
  const runtime = { endpoint: `unix:///${name}-${String(process.pid)}`, containers: { list: counted, remove: async () => Promise.resolve() }, networks: nothing, volumes: nothing } as unknown as Runtime;
  return { runtime, lists: () => lists };
};

test('asks the engine nothing where no session left its note', async () => {
  const { runtime, lists } = engine('quiet', async () => Promise.resolve([box]));
  await sweepOnce(runtime, () => undefined, undefined);
  expect(lists()).toBe(0);
});

test('says what it removed, and does so once in a process', async () => {
  const told: string[] = [];
  const { runtime, lists } = engine('swept', async () => Promise.resolve([box]));
  writeNote(runtime.endpoint, dead);
  await Promise.all([sweepOnce(runtime, (text) => told.push(text), undefined), sweepOnce(runtime, (text) => told.push(text), undefined)]);
  await sweepOnce(runtime, (text) => told.push(text), undefined);
  expect(told).toEqual(['removed what runs that have ended left: 1 container']);
  expect(lists()).toBe(1);
});

test('says what went wrong, fails nothing, and is tried again by the next call', async () => {
  const told: string[] = [];
  let away = true;
  const { runtime, lists } = engine('away', async () => (away ? Promise.reject(new Error('The engine went away.\n  Start it.')) : Promise.resolve([])));
  writeNote(runtime.endpoint, dead);
  await sweepOnce(runtime, (text) => told.push(text), undefined);
  expect(told).toEqual(['what runs that have ended left could not be looked for: The engine went away.']);
  away = false;
  await sweepOnce(runtime, (text) => told.push(text), undefined);
  expect(lists()).toBe(2);
  expect(told).toHaveLength(1);
});
