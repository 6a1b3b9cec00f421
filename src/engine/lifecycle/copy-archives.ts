import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Runtime } from '../runtime/runtime.ts';
import { type CopySide, isMissing, missing, openArchive, unusableTarget } from './copy-files.ts';

/**
 * Unpacks a tar in a directory of a container, running or not, which has to be there.
 *
 * @throws StartError RESOURCE_MISSING; SpecError SPEC_INVALID where the path is not absolute
 */
export const unpackInto = async (runtime: Runtime, side: CopySide, tar: Readable, directory: string, signal: AbortSignal | undefined): Promise<void> => {
  if (!directory.startsWith('/')) throw unusableTarget(directory, 'is not absolute: write a path from the root of the container, as "/etc"');
  try {
    await runtime.containers.putArchive(side.id, directory, tar, { signal });
  } catch (error) {
    throw isMissing(error) ? missing(side, directory, error) : error;
  }
};

/** Writes a file or directory of a container, running or not, to a stream as a tar, and ends it. @throws StartError RESOURCE_MISSING */
export const packOut = async (runtime: Runtime, side: CopySide, source: string, target: Writable, signal: AbortSignal | undefined): Promise<void> => {
  const archive = await openArchive(runtime, side, source, signal);
  await pipeline(archive, target, ...(signal === undefined ? [] : [{ signal }]));
};
