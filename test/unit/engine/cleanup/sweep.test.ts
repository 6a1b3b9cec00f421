import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { ownFolder } from '../../../../src/engine/cleanup/own-folder.ts';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { removeResources, type Cleanable } from '../../../../src/engine/cleanup/remove-resources.ts';
import { sweep } from '../../../../src/engine/cleanup/sweep.ts';
import { ownerLabels } from '../../../../src/engine/plan/labels.ts';
import type { Runtime } from '../../../../src/engine/runtime/runtime.ts';
import { useOwnTemporaryDirectory } from './own-temporary-directory.ts';

const dead = { ...currentOwner(), session: 'dead', pid: 2 ** 22 + 1 };
const box = { id: 'b', name: 'shop-a-1', labels: ownerLabels(dead, 'process', 0) };
const nothing = { list: async () => Promise.resolve([]) };

useOwnTemporaryDirectory();

test('notes that cannot be read are told of, and keep nothing from being removed', async () => {
  const notes = ownFolder('sessions');
  mkdirSync(dirname(notes), { recursive: true });
  writeFileSync(notes, 'no folder');
  const runtime = { endpoint: 'unix:///engine.sock', containers: { list: async () => Promise.resolve([box]), remove: async () => Promise.resolve() }, networks: nothing, volumes: nothing };
  const { containersRemoved, errors } = await sweep(runtime as unknown as Runtime);
  expect(containersRemoved).toEqual(['shop-a-1']);
  expect(errors.map(({ message }) => message.replace(notes, 'NOTES'))).toEqual(["ENOTDIR: not a directory, scandir 'NOTES'"]);
});

test('a volume that another session has made of the same name meanwhile stays', async () => {
  const listed = (name: string) => ({ name, driver: 'local', mountpoint: '', labels: ownerLabels(dead, 'process', 0), raw: {} });
  const now = new Map([['own', listed('own')], ['again', { ...listed('again'), labels: ownerLabels({ ...dead, session: 'next' }, 'process', 0) }]]);
  const volumes = {
    inspect: async (name: string) => Promise.resolve(now.get(name) ?? null),
    remove: async (name: string) => {
      now.delete(name);
      return Promise.resolve();
    },
  };
  const runtime = { containers: nothing, networks: nothing, volumes } as unknown as Cleanable;
  await removeResources(runtime, { containers: [], networks: [], volumes: ['own', 'again', 'gone'].map(listed) }, undefined);
  expect([...now.keys()]).toEqual(['again']);
});
