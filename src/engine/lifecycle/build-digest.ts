import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildModel } from '../compose/model.ts';
import type { BuildContext } from './build-context.ts';

/** Keys that decide what a build makes; the others decide only how. */
const DECIDING = ['args', 'target', 'labels', 'network', 'extra_hosts', 'platforms'] as const satisfies readonly (keyof BuildModel)[];

const contentOf = async (path: string): Promise<readonly [mode: number, content: string]> => {
  const stats = await lstat(path);
  if (stats.isFile()) return [stats.mode, createHash('sha256').update(await readFile(path)).digest('hex')];
  return [stats.mode, stats.isSymbolicLink() ? await readlink(path) : ''];
};

/**
 * A digest of all that decides what a build makes: the context after its ignore file, the Dockerfile, arguments, target,
 * labels, platform, and the images it starts from, by id. Equal digests make equal images.
 */
export const buildDigest = async (context: BuildContext, build: BuildModel, platform: string | undefined, bases: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  const add = (...parts: readonly string[]): void => {
    for (const part of parts) hash.update(`${String(part.length)}:${part}`);
  };
  for (const entry of context.entries) {
    const [mode, content] = await contentOf(join(context.directory, entry));
    add(entry, String(mode), content);
  }
  add(context.instructions, context.dockerfile, platform ?? '', ...bases, JSON.stringify(DECIDING.map((key) => build[key] ?? null)));
  return hash.digest('hex');
};
