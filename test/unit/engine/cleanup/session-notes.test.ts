import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Vantage } from '../../../../src/engine/cleanup/is-dead.ts';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { notesOfTheDead, removeNote, removeOldNotes, writeNote } from '../../../../src/engine/cleanup/session-notes.ts';
import { useOwnTemporaryDirectory } from './own-temporary-directory.ts';

const ENGINE = 'unix:///engine.sock';
const dead = { ...currentOwner(), session: 'dead', pid: 4321 };
const vantage: Vantage = { here: currentOwner(), engineIsLocal: true, lookUp: (pid) => (pid === 4321 ? { state: 'gone' } : { state: 'running', started: currentOwner().started }) };

useOwnTemporaryDirectory();

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

test('one of any engine goes when it is a week old, also one that cannot be read', () => {
  removeOldNotes(Date.now());
  const [young, gone, unread] = [writeNote(ENGINE, dead), writeNote('tcp://gone:2375', dead), writeNote(ENGINE, { ...dead, session: 'unread' })];
  writeFileSync(unread, '{');
  const nowMs = Date.now();
  const days = (count: number): Date => new Date(nowMs - count * 86_400_000);
  utimesSync(young, days(6), days(6));
  for (const file of [gone, unread]) utimesSync(file, days(8), days(8));
  removeOldNotes(nowMs);
  expect([young, gone, unread].map((file) => existsSync(file))).toEqual([true, false, false]);
});
