import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { SpecError } from '../../errors.ts';
import { describeProblem, toProblem } from './issues.ts';
import type { Place } from './source-text.ts';
import type { TreePath } from './tree.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not text in UTF-8',
};

/** A path as users know it: relative to the working directory where it lies below it. */
export const displayPath = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
};

/** What a file is read as. */
export type FileKind = 'Compose file' | 'env file' | 'label file';

/** What named a file, for the error where it cannot be read. */
export interface FileReference {
  readonly path: TreePath;
  readonly place: Place | undefined;
}

/** The error for a file that cannot be read: the path that was tried, from where, and what to do. */
const unreadable = (path: string, what: string, cause: unknown, from: FileReference | undefined): SpecError => {
  const code = (cause as { readonly code?: unknown }).code;
  const reason = (typeof code === 'string' && Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? (cause as Error).message;
  const message = `cannot read the ${what} ${path}: ${reason} (working directory: ${process.cwd()}); check the path, or give an absolute one`;
  const problem = from === undefined ? { message, path: '', file: path } : toProblem({ ...from, message });
  return new SpecError('SPEC_FILE_UNREADABLE', describeProblem(from === undefined ? { message, path: '' } : problem), [problem], { cause });
};

/** The text of a file. @throws SpecError with the code SPEC_FILE_UNREADABLE */
export const readText = async (path: string, what: FileKind, signal: AbortSignal | undefined, from?: FileReference): Promise<string> => {
  signal?.throwIfAborted();
  try {
    // YAML must be UTF-8; the other files are lines of bytes to Compose.
    return new TextDecoder('utf-8', { fatal: what === 'Compose file', ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    throw unreadable(path, what, error, from);
  }
};

/** All of standard input. Rejects with the reason of the signal, also while it waits for more. */
export const readInput = async (signal: AbortSignal | undefined, input: Readable = process.stdin): Promise<string> => {
  signal?.throwIfAborted();
  if (signal !== undefined) addAbortSignal(signal, input);
  let text = '';
  try {
    for await (const chunk of input.setEncoding('utf8')) text += String(chunk);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return text;
};

/** Whether a path is there and is a file or a directory. */
export const pathKind = async (path: string): Promise<'file' | 'directory' | undefined> => {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch {
    return undefined;
  }
};
