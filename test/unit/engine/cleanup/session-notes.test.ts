import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Vantage } from '../../../../src/engine/cleanup/is-dead.ts';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { notesOfTheDead, removeNote, writeNote } from '../../../../src/engine/cleanup/session-notes.ts';

const ENGINE = 'unix:///engine.sock';
const dead = { ...currentOwner(), session: 'dead', pid: 4321 };
const vantage: Vantage = { here: currentOwner(), engineIsLocal: true, lookUp: (pid) => (pid === 4321 ? { state: 'gone' } : { state: 'running', started: currentOwner().started }) };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-notes-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('there are none where nobody has written any', () => {
  expect(notesOfTheDead(ENGINE, vantage)).toEqual([]);
});

test('only those of owners that have ended are found, of the same engine', () => {
  writeNote(ENGINE, currentOwner());
  writeNote(ENGINE, { ...dead, session: 'living', pid: 1 });
  writeNote('tcp://elsewhere:2375', dead);
  const note = writeNote(ENGINE, dead);
  expect(notesOfTheDead(ENGINE, vantage)).toEqual([note]);
  removeNote(note);
  removeNote(note);
  expect(existsSync(note)).toBe(false);
  expect(notesOfTheDead(ENGINE, vantage)).toEqual([]);
});

test('one that cannot be read says nothing', () => {
  writeFileSync(writeNote(ENGINE, dead), '{"seaworthy.sess');
  expect(notesOfTheDead(ENGINE, vantage)).toEqual([]);
});
