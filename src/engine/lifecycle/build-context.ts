import dockerignore from '@balena/dockerignore';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { ImageError } from '../../errors.ts';
import type { BuildModel } from '../compose/model.ts';

/** A build context after `.dockerignore`: its files, in a stable order. */
export interface BuildContext {
  readonly directory: string;
  /** Relative to the directory, with forward slashes. */
  readonly entries: readonly string[];
  /** Name of the Dockerfile inside the context. */
  readonly dockerfile: string;
  /** An inline Dockerfile, or one from outside the context, that is added under `dockerfile`. */
  readonly addedDockerfile?: string;
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

const missingPiece = (service: string, what: string, path: string, remedy: string): ImageError =>
  new ImageError('IMAGE_BUILD', `The ${what} of service "${service}" does not exist: ${path}\n  ${remedy}`, { service });

/** Reads which files a build sends: the context without what its ignore file excludes, and the Dockerfile. */
export const readBuildContext = async (service: string, build: BuildModel): Promise<BuildContext> => {
  const directory = build.context;
  const stats = await lstat(directory).catch(() => undefined);
  if (stats === undefined) throw missingPiece(service, 'build context', directory, 'build.context is relative to the Compose file.');
  const named = build.dockerfile ?? 'Dockerfile';
  const inside = relative(directory, join(directory, named)).split(sep).join('/');
  const path = named.startsWith('/') ? named : join(directory, named);
  const outside = named.startsWith('/') || inside.startsWith('../');
  const content = build.dockerfile_inline ?? (await readIfThere(path));
  if (content === undefined) throw missingPiece(service, 'Dockerfile', path, 'build.dockerfile is relative to the build context.');
  const patterns = (await readIfThere(`${path}.dockerignore`)) ?? (await readIfThere(join(directory, '.dockerignore'))) ?? '';
  const filter = ignore({ ignorecase: false }).add(patterns);
  const entries = (await walk(directory, '', (entry) => filter.ignores(entry))).sort();
  const added = build.dockerfile_inline !== undefined || outside || !entries.includes(inside);
  return { directory, entries, dockerfile: added ? ADDED_DOCKERFILE : inside, ...(added ? { addedDockerfile: content } : {}) };
};

const addEntry = async (tar: Pack, context: BuildContext, name: string): Promise<void> => {
  const path = join(context.directory, name);
  const stats = await lstat(path);
  const header = { name, mode: stats.mode & 0o7777, mtime: new Date(0) };
  if (stats.isDirectory()) {
    tar.entry({ ...header, type: 'directory' });
  } else if (stats.isSymbolicLink()) {
    tar.entry({ ...header, type: 'symlink', linkname: await readlink(path) });
  } else if (stats.isFile()) {
    await pipeline(createReadStream(path), tar.entry({ ...header, size: stats.size }));
  }
};

/** The context as the tar stream that the engine's build takes. Failing to read a file ends the stream with that error. */
export const packBuildContext = (context: BuildContext): NodeJS.ReadableStream => {
  const tar = pack();
  const add = async (): Promise<void> => {
    for (const entry of context.entries) await addEntry(tar, context, entry);
    if (context.addedDockerfile !== undefined) tar.entry({ name: context.dockerfile, mtime: new Date(0) }, context.addedDockerfile);
    tar.finalize();
  };
  add().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return tar.pipe(new PassThrough());
};

/** A name for the result of a build: equal content, arguments, target and platform make the same image. */
export const buildDigest = async (context: BuildContext, build: BuildModel, platform: string | undefined): Promise<string> => {
  const hash = createHash('sha256');
  const add = (...parts: readonly string[]): void => {
    for (const part of parts) hash.update(`${String(part.length)}:${part}`);
  };
  for (const entry of context.entries) {
    const path = join(context.directory, entry);
    const stats = await lstat(path);
    const content = stats.isFile() ? createHash('sha256').update(await readFile(path)).digest('hex') : stats.isSymbolicLink() ? await readlink(path) : '';
    add(entry, String(stats.mode), content);
  }
  add(context.addedDockerfile ?? '', context.dockerfile, JSON.stringify(build.args ?? {}), build.target ?? '', platform ?? '');
  return hash.digest('hex');
};
