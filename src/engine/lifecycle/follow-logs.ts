import { pause } from '../readiness/pause.ts';
import type { LogOptions } from '../runtime/containers.ts';
import type { EngineEvent, Runtime } from '../runtime/runtime.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ServiceLogLine } from './stack.ts';
import { explainUnreadable, isUnreadable } from './unreadable-log.ts';

interface Followed {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

interface FollowRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly containers: readonly Followed[];
  readonly options: LogOptions;
  /** Containers whose driver keeps no log are left out, where nobody asked for them by name. */
  readonly skipUnreadable: boolean;
}

/** Lines of several writers for one reader, in the order in which they come. */
class LineQueue {
  readonly #lines: ServiceLogLine[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  push(line: ServiceLogLine): void {
    this.#lines.push(line);
    this.#wake();
  }

  end(failure?: { readonly error: unknown }): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wake();
  }

  async *read(): AsyncGenerator<ServiceLogLine, void, undefined> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) {
        yield line;
        continue;
      }
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Signals that programs take for something else than their end. */
const HARMLESS = new Set(['1', '10', '12', '28']);

/** What the engine has said about a container so far, and who wants to know of more. */
class Life {
  stopped = false;
  removed = false;
  starts = 0;
  #wake: () => void = () => {};

  note({ action, attributes }: EngineEvent): void {
    if (action === 'kill' && !HARMLESS.has(attributes['signal'] ?? '')) this.stopped = true;
    if (action === 'destroy') this.removed = true;
    if (action === 'start') {
      this.stopped = false;
      this.starts += 1;
    }
    this.#wake();
  }

  async next(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

/** The engine closes a log when the container ends; its state may lag behind for a moment. */
const SETTLE_MS = 50;

const followOne = async ({ runtime, options }: FollowRequest, container: Followed, life: Life, signal: AbortSignal, push: (line: ServiceLogLine) => void): Promise<void> => {
  let since = options;
  let lastMs: number | undefined;
  for (;;) {
    const { starts } = life;
    for await (const line of runtime.containers.logs(container.id, { ...since, follow: true, signal })) {
      lastMs = line.timeMs;
      push({ ...line, service: container.service, container: container.name });
    }
    await pause(SETTLE_MS, signal);
    let now = await runtime.containers.inspect(container.id, { signal });
    // One that somebody stopped can be started again; one that ended by itself is only waited for where the engine restarts it.
    while (now !== null && !now.state.running && life.starts === starts && (life.stopped || now.state.status === 'restarting') && !life.removed) {
      await life.next();
      now = await runtime.containers.inspect(container.id, { signal });
    }
    if (now === null || life.removed || (!now.state.running && life.starts === starts)) return;
    // A container that has started again goes on in the same log, from the line after the last.
    // Its first lines may be older than the moment that the engine notes as its start, not older than its last end.
    const unseen = options.tail === undefined ? options.sinceMs : now.state.finishedAtMs;
    const nextMs = lastMs === undefined ? unseen : lastMs + 0.001;
    since = { ...options, tail: undefined, sinceMs: nextMs };
  }
};

/**
 * Past and new lines of containers as they come. A container that is started again is followed on; the iteration ends
 * when each has ended by itself for good or was removed, the loop is left, or the signal aborts.
 */
export async function* followLogs(request: FollowRequest): AsyncGenerator<ServiceLogLine, void, undefined> {
  const left = new AbortController();
  const { runtime, project, containers, options } = request;
  const signal = options.signal === undefined ? left.signal : AbortSignal.any([left.signal, options.signal]);
  const queue = new LineQueue();
  const lives = new Map(containers.map(({ id }) => [id, new Life()]));
  const events = await runtime.events([`${COMPOSE_LABEL.project}=${project}`], { signal });
  const listen = async (): Promise<void> => {
    for await (const event of events) if (event.type === 'container') lives.get(event.id)?.note(event);
  };
  const follow = async (): Promise<void> => {
    const each = async (container: Followed): Promise<void> => {
      try {
        await followOne(request, container, lives.get(container.id) ?? new Life(), signal, (line) => queue.push(line));
      } catch (error) {
        if (request.skipUnreadable && isUnreadable(error)) return;
        throw explainUnreadable(container.service, error);
      }
    };
    await Promise.all(containers.map(each));
    queue.end();
  };
  const failed = (error: unknown): void => queue.end({ error });
  const aborted = (): void => queue.end({ error: options.signal?.reason });
  options.signal?.addEventListener('abort', aborted, { once: true });
  try {
    listen().catch(failed);
    follow().catch(failed);
    yield* queue.read();
  } finally {
    options.signal?.removeEventListener('abort', aborted);
    left.abort();
  }
}
