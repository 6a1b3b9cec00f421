import { copyInto, copyOut, readFrom, type CopySide, type FileContent } from '../lifecycle/copy-files.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import { type ContainerReference, idOf, nameOf } from './container-handle.ts';
import { withEngineOf } from './on-engine.ts';

const sideOf = (container: ContainerReference): CopySide => ({ id: idOf(container), what: `container "${nameOf(container)}"` });

export const copyTo = (container: ContainerReference, source: string | FileContent, target: string, options: CallOptions = {}): Promise<void> =>
  withEngineOf(container, options, (runtime) => copyInto(runtime, sideOf(container), source, target, options.signal));

export function copyFrom(container: ContainerReference, source: string, options?: CallOptions): Promise<Buffer>;
export function copyFrom(container: ContainerReference, source: string, target: string, options?: CallOptions): Promise<void>;
export function copyFrom(container: ContainerReference, source: string, target: string | CallOptions = {}, options: CallOptions = {}): Promise<Buffer | void> {
  if (typeof target === 'string') return withEngineOf(container, options, (runtime) => copyOut(runtime, sideOf(container), source, target, options.signal));
  return withEngineOf(container, target, (runtime) => readFrom(runtime, sideOf(container), source, target.signal));
}
