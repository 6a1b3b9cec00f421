import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { basename, join, posix, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Pack } from 'tar-stream';
import { SpecError, StartError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { packed } from './packed.ts';
import { unpackArchive } from './unpack-archive.ts';

/** The container that files go into or come from. */
export interface CopySide {
  readonly id: string;
  /** In a user's words: `service "db"`. */
  readonly what: string;
  /** Of a stack. */
  readonly service?: string;
}

/** A file that is nowhere on disk yet. */
export interface FileContent {
  readonly content: string | Uint8Array;
  /** Default `0o644`. */
  readonly mode?: number;
  /** Numbers of its owner; default 0. */
  readonly uid?: number;
  readonly gid?: number;
}

const DEFAULT_MODE = 0o644;
const PERMISSIONS = 0o7777;

/** A target that ends with a slash is the directory that the source goes into under its own name; else it is the new name. */
const namedTarget = (target: string, own: string): string => (target.endsWith('/') ? posix.join(target, own) : posix.normalize(target));

const unreadable = (path: string, error: unknown): SpecError => {
  const message = `${path} cannot be copied: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error)}`;
  return new SpecError('SPEC_FILE_UNREADABLE', `${message}.\n  Correct the path; a relative one is taken from ${process.cwd()}.`, [{ path: '', message }], { cause: error });
};

const addTree = async (tar: Pack, path: string, name: string): Promise<void> => {
  const stats = await lstat(path);
  const header = { name, mode: stats.mode & PERMISSIONS, mtime: stats.mtime };
  if (stats.isDirectory()) {
    tar.entry({ ...header, type: 'directory' });
    for (const entry of (await readdir(path)).sort()) await addTree(tar, join(path, entry), `${name}/${entry}`);
  } else if (stats.isSymbolicLink()) {
    tar.entry({ ...header, type: 'symlink', linkname: await readlink(path) });
  } else if (stats.isFile()) {
    await pipeline(createReadStream(path), tar.entry({ ...header, size: stats.size }));
  }
};

/** The source as a tar in which it has the given name. A file that cannot be read ends the stream with that error. */
const packSource = (source: string | FileContent, name: string): NodeJS.ReadableStream => {
  const tar = pack();
  const add = async (): Promise<void> => {
    if (typeof source === 'string') await addTree(tar, resolve(source), name);
    else {
      const content = typeof source.content === 'string' ? source.content : Buffer.from(source.content);
      tar.entry({ name, mode: source.mode ?? DEFAULT_MODE, uid: source.uid ?? 0, gid: source.gid ?? 0 }, content);
    }
    tar.finalize();
  };
  return packed(tar, add());
};

const about = ({ service }: CopySide, cause: unknown): { readonly cause: unknown; readonly service?: string } => ({ cause, ...(service === undefined ? {} : { service }) });

/** What is said where a path of the container is not there. */
export const missing = (side: CopySide, path: string, cause: unknown): StartError =>
  new StartError('RESOURCE_MISSING', `There is no "${path}" in ${side.what}, or the container is gone.\n  Correct the path; it starts at the root of the container.`, about(side, cause));

const gone = (side: CopySide, cause: unknown): StartError =>
  new StartError('RESOURCE_MISSING', `Nothing can be copied into ${side.what}: its container does not exist any more.\n  The stack was taken down, or something else removed it.`, about(side, cause));

export const isMissing = (error: unknown): boolean => error instanceof StartError && error.code === 'RESOURCE_MISSING';

const put = async (runtime: Runtime, side: CopySide, source: string | FileContent, target: string, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await runtime.containers.putArchive(side.id, posix.dirname(target), packSource(source, posix.basename(target)), { signal });
  } catch (error) {
    if (!isMissing(error)) throw error;
    // Its directory is not there (or the container is not): unpacked from the root, missing directories are made.
    await runtime.containers.putArchive(side.id, '/', packSource(source, target.replace(/^\/+/, '')), { signal }).catch((failure: unknown) => {
      throw isMissing(failure) && side.service !== undefined ? gone(side, failure) : failure;
    });
  }
};

/** @returns SpecError SPEC_INVALID */
export const unusableTarget = (target: string, why: string): SpecError => new SpecError('SPEC_INVALID', `The target "${target}" ${why}.`, [{ path: 'target', message: `"${target}" ${why}` }]);

/**
 * Copies a file, a directory with all in it, or content into a container, running or not. `target` is the path it will
 * have; one that ends with `/` is the directory it goes into. Missing directories are made. A path in a `tmpfs` of the
 * container is out of the engine's reach.
 *
 * @throws SpecError SPEC_FILE_UNREADABLE; StartError RESOURCE_MISSING
 */
export const copyInto = async (runtime: Runtime, side: CopySide, source: string | FileContent, target: string, signal: AbortSignal | undefined): Promise<void> => {
  if (!target.startsWith('/')) throw unusableTarget(target, 'is not absolute: write a path from the root of the container, as "/etc/app.conf"');
  if (typeof source !== 'string' && target.endsWith('/')) throw unusableTarget(target, 'is a directory, and content has no name of its own: write the whole path of the file');
  if (typeof source === 'string') {
    await lstat(resolve(source)).catch((error: unknown) => {
      throw unreadable(resolve(source), error);
    });
  }
  await put(runtime, side, source, namedTarget(target, typeof source === 'string' ? basename(resolve(source)) : ''), signal);
};

const readOne = async (archive: NodeJS.ReadableStream, path: string): Promise<Buffer> => {
  const reader = extract();
  const sent = pipeline(archive, reader);
  const read = async (): Promise<Buffer | undefined> => {
    let content: Buffer | undefined;
    let first = true;
    for await (const entry of reader) {
      // A directory comes before what is in it.
      if (first && entry.header.type === 'file') content = await buffer(entry);
      else entry.resume();
      first = false;
    }
    return content;
  };
  const [, content] = await Promise.all([sent, read()]);
  if (content !== undefined) return content;
  throw new StartError('RESOURCE_CONFLICT', `"${path}" of the container is not a file.\n  Name a file, or give the path on the host that the directory is to be copied to.`);
};

/** A file or directory of a container as a tar. @throws StartError RESOURCE_MISSING */
export const openArchive = async (runtime: Runtime, side: CopySide, source: string, signal: AbortSignal | undefined): Promise<NodeJS.ReadableStream> => {
  try {
    return await runtime.containers.getArchive(side.id, source, { signal });
  } catch (error) {
    throw isMissing(error) ? missing(side, source, error) : error;
  }
};

/**
 * Copies a file or directory out of a container, running or not, to a path of the host, by the rule of {@link copyInto}.
 * Files and links that are there are replaced.
 *
 * @throws StartError RESOURCE_MISSING; SpecError SPEC_INVALID where it cannot be written
 */
export const copyOut = async (runtime: Runtime, side: CopySide, source: string, target: string, signal: AbortSignal | undefined): Promise<void> => {
  const archive = await openArchive(runtime, side, source, signal);
  await unpackArchive(archive, resolve(namedTarget(target, posix.basename(source))));
};

/** The content of a file in a container, running or not. @throws StartError RESOURCE_MISSING, or RESOURCE_CONFLICT where it is no file */
export const readFrom = async (runtime: Runtime, side: CopySide, source: string, signal: AbortSignal | undefined): Promise<Buffer> =>
  await readOne(await openArchive(runtime, side, source, signal), source);
