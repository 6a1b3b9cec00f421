import { copyInto, copyOut, readFrom, type FileContent } from '../lifecycle/copy-files.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { type ContainerReference, idOf } from './container-handle.ts';
import { withRuntime } from './with-runtime.ts';

/**
 * Copies a file, a directory with all in it, or content into a container, running or not. `target` is the path it will
 * have; one that ends with `/` is the directory it goes into. Missing directories are made. A path in a `tmpfs` of the
 * container is out of the engine's reach.
 *
 * @throws SpecError SPEC_FILE_UNREADABLE; StartError RESOURCE_MISSING
 */
export const copyTo = (container: ContainerReference, source: string | FileContent, target: string, options: CallOptions = {}): Promise<void> =>
  withRuntime(options, (runtime) => copyInto(runtime, idOf(container), source, target, options.signal));

/**
 * Copies a file or directory out of a container, running or not. With `target`, a path of the host by the rule of
 * `copyTo`; without, resolves with the content of the file.
 *
 * @throws StartError RESOURCE_MISSING
 */
export function copyFrom(container: ContainerReference, source: string, options?: CallOptions): Promise<Buffer>;
export function copyFrom(container: ContainerReference, source: string, target: string, options?: CallOptions): Promise<void>;
export function copyFrom(container: ContainerReference, source: string, target: string | CallOptions = {}, options: CallOptions = {}): Promise<Buffer | void> {
  if (typeof target === 'string') return withRuntime(options, (runtime) => copyOut(runtime, idOf(container), source, target, options.signal));
  return withRuntime(target, (runtime) => readFrom(runtime, idOf(container), source, target.signal));
}
