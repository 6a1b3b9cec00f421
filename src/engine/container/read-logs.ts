import type { CallOptions, ReadLogsOptions } from '../lifecycle/stack.ts';
import type { LogLine, LogOptions } from '../runtime/containers.ts';
import { type ContainerReference, idOf } from './container-handle.ts';
import { requireContainer } from './container-verbs.ts';
import { connectTo, withEngineOf } from './on-engine.ts';

/** Options of `logs` for lines as they come. */
export interface FollowLogsOptions extends ReadLogsOptions {
  readonly follow: true;
}

const moment = (value: Date | number | undefined): number | undefined => (value instanceof Date ? value.getTime() : value);

const readerOptions = ({ since, until, tail, signal }: ReadLogsOptions & CallOptions): LogOptions => ({ sinceMs: moment(since), untilMs: moment(until), tail, signal });

/** Connects when the loop begins, and closes the connection when it is left. */
async function* follow(container: ContainerReference, options: ReadLogsOptions): AsyncGenerator<LogLine, void, undefined> {
  const runtime = await connectTo(container, options);
  try {
    const { id } = await requireContainer(runtime, idOf(container), options.signal);
    yield* runtime.containers.logs(id, { ...readerOptions(options), follow: true });
  } finally {
    runtime.close();
  }
}

const read = (container: ContainerReference, options: ReadLogsOptions): Promise<readonly LogLine[]> =>
  withEngineOf(container, options, async (runtime) => {
    const lines: LogLine[] = [];
    const { id } = await requireContainer(runtime, idOf(container), options.signal);
    for await (const line of runtime.containers.logs(id, readerOptions(options))) lines.push(line);
    return lines;
  });

export function logs(container: ContainerReference, options: FollowLogsOptions): AsyncIterable<LogLine>;
export function logs(container: ContainerReference, options?: ReadLogsOptions & { readonly follow?: false }): Promise<readonly LogLine[]>;
export function logs(container: ContainerReference, options: ReadLogsOptions & { readonly follow?: boolean } = {}): AsyncIterable<LogLine> | Promise<readonly LogLine[]> {
  return options.follow === true ? follow(container, options) : read(container, options);
}
