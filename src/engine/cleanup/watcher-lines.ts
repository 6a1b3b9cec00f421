/** What a process tells its watcher over the pipe that is their life line: one JSON text a line, the order first. */
import type { Endpoint } from '../runtime/endpoint.ts';
import type { EngineFacts } from '../runtime/runtime.ts';

/** What there is to watch over, and all that the watcher needs for it. */
export interface WatcherOrder {
  readonly session: string;
  readonly endpoint: Endpoint;
  readonly facts: EngineFacts;
  /** The session's note, which goes when nothing is left; absent where it could not be written. */
  readonly note?: string | undefined;
}

export type WatcherLine =
  | { readonly say: 'watch'; readonly order: WatcherOrder }
  /** Something begins to be created, or has been: while it is, the engine may have something that no listing shows yet. */
  | { readonly say: 'creating' | 'created' }
  /** What belongs to this project stays. */
  | { readonly say: 'keep'; readonly project: string };

/** What a watcher knows when its process has ended. */
export interface Watched {
  readonly order?: WatcherOrder;
  readonly creating: number;
  readonly kept: readonly string[];
}

export const NOTHING_WATCHED: Watched = { creating: 0, kept: [] };

export const lineText = (line: WatcherLine): string => `${JSON.stringify(line)}\n`;

/** Takes one line in. A line that was cut off in the middle, by the end of its writer, says nothing. */
export const takeLine = (watched: Watched, text: string): Watched => {
  let line: WatcherLine;
  try {
    line = JSON.parse(text) as WatcherLine;
  } catch {
    return watched;
  }
  switch (line.say) {
    case 'watch':
      return { ...watched, order: line.order };
    case 'creating':
      return { ...watched, creating: watched.creating + 1 };
    case 'created':
      return { ...watched, creating: watched.creating - 1 };
    case 'keep':
      return { ...watched, kept: [...watched.kept, line.project] };
  }
};
