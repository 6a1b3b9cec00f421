/**
 * A note on disk for each session that has something on an engine, written before the first thing is created. A start
 * looks for what is left only when it finds the note of a session whose owner has ended. Only the engine's labels say
 * what is left: notes may get lost, or lie, without harm.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerInLabels, ownerLabels, type Owner } from '../plan/labels.ts';
import { isDead, type Vantage } from './is-dead.ts';
import { ownFolder } from './own-folder.ts';

/** Addresses are long and may hold anything. */
const prefixOf = (endpoint: string): string => `${createHash('sha256').update(endpoint).digest('hex').slice(0, 16)}-`;

/** Where the note of a session on an engine is. */
const noteOf = (endpoint: string, session: string): string => join(ownFolder('sessions'), `${prefixOf(endpoint)}${session}.json`);

/** Synchronous, so that nothing can be created before it is there; it is a file of a few hundred bytes. */
export const writeNote = (endpoint: string, owner: Owner): string => {
  const file = noteOf(endpoint, owner.session);
  mkdirSync(ownFolder('sessions'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(ownerLabels(owner, 'process', Date.now())));
  return file;
};

export const removeNote = (file: string): void => rmSync(file, { force: true });

const ownerIn = (file: string): Owner | undefined => {
  try {
    return ownerInLabels(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  } catch {
    // Removed meanwhile, or not written to its end.
    return undefined;
  }
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** The notes of sessions on an engine whose owner has ended. */
export const notesOfTheDead = (endpoint: string, vantage: Vantage): readonly string[] => {
  const folder = ownFolder('sessions');
  const notes = namesIn(folder).filter((name) => name.startsWith(prefixOf(endpoint))).map((name) => join(folder, name));
  return notes.filter((file) => {
    const owner = ownerIn(file);
    return owner !== undefined && isDead(owner, vantage);
  });
};

const OLD_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes notes that nobody will miss by now: of engines that are gone, of machines that cannot be asked, and what cannot
 * be read. What somebody who is still at it leaves is found at the end of a run, without a note.
 */
export const removeOldNotes = (nowMs: number): void => {
  const folder = ownFolder('sessions');
  for (const file of namesIn(folder).map((name) => join(folder, name))) {
    const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - writtenMs > OLD_AFTER_MS) removeNote(file);
  }
};
