import { copyInto, copyOut, readFrom, type CopySide, type FileContent } from '../lifecycle/copy-files.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { type ContainerReference, idOf } from './container-handle.ts';
import { withRuntime } from '../backends/with-runtime.ts';

/** Named as the caller names it. */
const sideOf = (container: ContainerReference): CopySide => {
  const name = typeof container === 'object' && 'name' in container && typeof container.name === 'string' ? container.name : idOf(container);
  return { id: idOf(container), what: `container "${name}"` };
};

export const copyTo = (container: ContainerReference, source: string | FileContent, target: string, options: CallOptions = {}): Promise<void> =>
  withRuntime(options, (runtime) => copyInto(runtime, sideOf(container), source, target, options.signal));

export function copyFrom(container: ContainerReference, source: string, options?: CallOptions): Promise<Buffer>;
export function copyFrom(container: ContainerReference, source: string, target: string, options?: CallOptions): Promise<void>;
export function copyFrom(container: ContainerReference, source: string, target: string | CallOptions = {}, options: CallOptions = {}): Promise<Buffer | void> {
  if (typeof target === 'string') return withRuntime(options, (runtime) => copyOut(runtime, sideOf(container), source, target, options.signal));
  return withRuntime(target, (runtime) => readFrom(runtime, sideOf(container), source, target.signal));
}
