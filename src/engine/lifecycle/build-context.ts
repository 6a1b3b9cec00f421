import dockerignore from '@balena/dockerignore';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { ImageError } from '../../errors.ts';
import type { BuildModel } from '../compose/model.ts';
import { packed } from './packed.ts';

/** A build context after `.dockerignore`: its files, in a stable order. */
export interface BuildContext {
  readonly directory: string;
  /** Relative to the directory, with forward slashes. */
  readonly entries: readonly string[];
  /** Name of the Dockerfile inside the context. */
  readonly dockerfile: string;
  /** The text of the Dockerfile. */
  readonly instructions: string;
  /** The Dockerfile is inline, from outside the context, or excluded from it: it is added under `dockerfile`, and no `COPY` sees it. */
  readonly added: boolean;
  /** The Dockerfile as a user knows it. */
  readonly shown: string;
}

/** Its types describe an ES module, but what Node imports is the factory itself. */
const ignore = dockerignore as unknown as typeof dockerignore.default;

/** A name that no context has by accident. */
const ADDED_DOCKERFILE = '.seaworthy.Dockerfile';

const walk = async (directory: string, below: string, excludes: (path: string) => boolean): Promise<string[]> => {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      // A later exception may bring back a file inside an excluded directory, so directories are always entered.
      if (entry.isDirectory()) return [...(excludes(`${path}/`) ? [] : [path]), ...(await walk(directory, path, excludes))];
      return excludes(path) ? [] : [path];
    }),
  );
  return nested.flat();
};

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const missingPiece = (subject: string, what: string, path: string, remedy: string): ImageError =>
  new ImageError('IMAGE_BUILD', `The ${what} of ${subject} does not exist: ${path}\n  ${remedy}`);

/** Reads which files a build sends: the context without what its ignore file excludes, and the Dockerfile. `subject` is as in `service "db"`. */
export const readBuildContext = async (subject: string, build: BuildModel): Promise<BuildContext> => {
  const directory = build.context;
  const stats = await stat(directory).catch(() => undefined);
  if (stats === undefined) throw missingPiece(subject, 'build context', directory, 'A relative one is taken from the directory of the Compose file, or the working directory.');
  if (!stats.isDirectory()) throw new ImageError('IMAGE_BUILD', `The build context of ${subject} is not a directory: ${directory}\n  Name the directory that the Dockerfile copies from.`);
  const named = build.dockerfile ?? 'Dockerfile';
  const inside = relative(directory, join(directory, named)).split(sep).join('/');
  const path = named.startsWith('/') ? named : join(directory, named);
  const outside = named.startsWith('/') || inside.startsWith('../');
  const instructions = build.dockerfile_inline ?? (await readIfThere(path));
  if (instructions === undefined) throw missingPiece(subject, 'Dockerfile', path, 'dockerfile is relative to the build context.');
  const patterns = (await readIfThere(`${path}.dockerignore`)) ?? (await readIfThere(join(directory, '.dockerignore'))) ?? '';
  const filter = ignore({ ignorecase: false }).add(patterns);
  const entries = (await walk(directory, '', (entry) => filter.ignores(entry))).sort();
  const added = build.dockerfile_inline !== undefined || outside || !entries.includes(inside);
  return { directory, entries, instructions, added, dockerfile: added ? ADDED_DOCKERFILE : inside, shown: build.dockerfile_inline === undefined ? named : 'its inline Dockerfile' };
};

const IGNORE_FILE = '.dockerignore';

/** The builder takes a Dockerfile out of the context, before anything is copied, when the ignore file in it says so. */
const hidingIgnoreFile = async ({ directory, entries, dockerfile }: BuildContext): Promise<string> => {
  const own = entries.includes(IGNORE_FILE);
  const patterns = own ? await readFile(join(directory, IGNORE_FILE), 'utf8') : '';
  return [patterns, dockerfile, ...(own ? [] : [IGNORE_FILE]), ''].join('\n');
};

const unreadable = (path: string, error: unknown): ImageError =>
  new ImageError('IMAGE_BUILD', `The build context could not be sent: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.\n  It was there when the build began. Keep the files still while they are sent, or leave those that come and go out with .dockerignore.`, { cause: error });

const addEntry = async (tar: Pack, context: BuildContext, name: string): Promise<void> => {
  const path = join(context.directory, name);
  const stats = await lstat(path);
  const header = { name, mode: stats.mode & 0o7777, mtime: stats.mtime };
  if (stats.isDirectory()) {
    tar.entry({ ...header, type: 'directory' });
  } else if (stats.isSymbolicLink()) {
    tar.entry({ ...header, type: 'symlink', linkname: await readlink(path) });
  } else if (stats.isFile()) {
    await pipeline(createReadStream(path), tar.entry({ ...header, size: stats.size }));
  }
};

/** The context as the tar stream that the engine's build takes. A file that cannot be read ends the stream with an ImageError that names it. */
export const packBuildContext = (context: BuildContext): NodeJS.ReadableStream => {
  const tar = pack();
  const add = async (): Promise<void> => {
    for (const entry of context.entries) {
      if (context.added && entry === IGNORE_FILE) continue;
      await addEntry(tar, context, entry).catch((error: unknown) => {
        throw unreadable(join(context.directory, entry), error);
      });
    }
    if (context.added) {
      tar.entry({ name: context.dockerfile }, context.instructions);
      tar.entry({ name: IGNORE_FILE }, await hidingIgnoreFile(context));
    }
    tar.finalize();
  };
  return packed(tar, add());
};

