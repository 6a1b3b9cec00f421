import { constants } from 'node:fs';
import { chmod, link, lstat, mkdir, open, rm, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { SpecError, StartError } from '../../errors.ts';

const PERMISSIONS = 0o7777;
/** What it takes to put something into a directory. */
const OWN = 0o700;

/** One file of an archive. */
type Entry = AsyncIterable<unknown> & { readonly header: Header; resume(): unknown };

/** What an archive is unpacked to, and what has been made of it so far. */
interface Unpacking {
  readonly root: string;
  /** An entry has made the target itself a link: nothing may go through it. */
  rootIsLink: boolean;
  /** Modes that directories get when everything is in them. */
  readonly modes: Map<string, number>;
}

const refusal = (name: string, why: string): StartError => new StartError('START_REJECTED', `The container's archive was not unpacked: its entry "${name}" ${why}.\n  Only a container that means harm sends one like this.`);

/** The place of an entry below the target. What a container sends is not to be trusted: nothing may leave the target. */
const placeOf = async ({ root, rootIsLink }: Unpacking, name: string): Promise<string> => {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refusal(name, 'points above the target');
  if (rootIsLink) throw refusal(name, 'goes through a link');
  let place = root;
  for (const part of parts.slice(1)) {
    // The target itself may be a link of the user's.
    const stats = place === root ? undefined : await lstat(place).catch(() => undefined);
    if (stats?.isSymbolicLink() === true) throw refusal(name, 'goes through a link');
    place = join(place, part);
  }
  return place;
};

/** Makes a directory, or lets one that is there be written to. */
const writeDirectory = async ({ root, modes }: Unpacking, place: string, mode: number): Promise<void> => {
  const found = await lstat(place).catch(() => undefined);
  if (place !== root && found?.isSymbolicLink() === true) await rm(place);
  const existing = await stat(place).catch(() => undefined);
  if (existing?.isDirectory() !== true) {
    await mkdir(place, { mode: mode | OWN });
    modes.set(place, mode);
  } else if ((existing.mode & OWN) !== OWN && !modes.has(place)) {
    await chmod(place, existing.mode | OWN);
    modes.set(place, existing.mode & PERMISSIONS);
  }
};

/** Never through a link, and never into a file that is there: it may not be writable, and may have other names. */
const writeFile = async (place: string, entry: Entry): Promise<void> => {
  const { mode, mtime } = entry.header;
  await rm(place, { force: true });
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  // Windows has no flag for it, and makes nothing where a link is.
  const file = await open(place, O_CREAT | O_EXCL | O_WRONLY | (process.platform === 'win32' ? 0 : O_NOFOLLOW), mode);
  await pipeline(entry, file.createWriteStream());
  await utimes(place, mtime, mtime);
};

const writeEntry = async (unpacking: Unpacking, entry: Entry): Promise<void> => {
  const { name, type, mode, linkname } = entry.header;
  const place = await placeOf(unpacking, name);
  switch (type) {
    case 'directory':
      await writeDirectory(unpacking, place, mode & PERMISSIONS);
      break;
    case 'symlink':
      await rm(place, { force: true });
      await symlink(linkname, place);
      if (place === unpacking.root) unpacking.rootIsLink = true;
      break;
    case 'link': {
      const linked = await placeOf(unpacking, linkname);
      await rm(place, { force: true });
      await link(linked, place);
      break;
    }
    case 'file':
    case 'contiguous-file':
      await writeFile(place, entry);
      break;
    default:
      throw new StartError('START_REJECTED', `"${name}" of the container is a ${type}, which cannot be copied.\n  Copy files and directories.`);
  }
  entry.resume();
};

const unwritable = (target: string, error: unknown): SpecError => {
  const message = `The target "${target}" cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  return new SpecError('SPEC_INVALID', `${message}.\n  Give another path, or make room there.`, [{ path: 'target', message }], { cause: error });
};

const isOfFiles = (error: unknown): boolean => error instanceof Error && 'syscall' in error && 'path' in error;

/**
 * Unpacks what the engine sends of a path in a container to a path of the host. Files and links that are there are
 * replaced, directories are filled.
 *
 * @throws StartError START_REJECTED for what leaves the target; SpecError SPEC_INVALID where nothing can be written
 */
export const unpackArchive = async (archive: NodeJS.ReadableStream, target: string): Promise<void> => {
  const reader = extract();
  const unpacking: Unpacking = { root: target, rootIsLink: false, modes: new Map() };
  const read = async (): Promise<void> => {
    try {
      for await (const entry of reader) await writeEntry(unpacking, entry);
    } finally {
      // Innermost first: the mode of an outer one may close the way.
      for (const [place, mode] of [...unpacking.modes].reverse()) await chmod(place, mode);
    }
  };
  try {
    await mkdir(dirname(target), { recursive: true });
    // Where unpacking fails, the sender only learns that nobody reads on.
    const [unpacked, sent] = await Promise.allSettled([read(), pipeline(archive, reader)]);
    for (const result of [unpacked, sent]) if (result.status === 'rejected') throw result.reason;
  } catch (error) {
    throw isOfFiles(error) ? unwritable(target, error) : error;
  }
};
