import { SeaworthyError } from '../errors.ts';
import type { Warning } from './compose/resolved.ts';
import { gatherEvidence } from './lifecycle/gather-evidence.ts';
import type { Progress } from './lifecycle/progress.ts';
import type { ServiceLogLine, TimelineEntry } from './lifecycle/stack.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Log lines of each service that a page has. */
const LINES = 200;
/** A page must not hold an `up` up for long. */
const LOOK_MS = 10_000;

/** The page that an `up` leaves behind where it was asked for. */
export interface TimelinePage {
  /** Reads the logs, while the containers are there. */
  readonly look: () => Promise<void>;
  /** Writes the page; a disk that cannot be written to is a warning, and no reason to fail. */
  readonly write: (failure?: Error) => Promise<{ readonly path?: string; readonly warnings: readonly Warning[] }>;
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** The page of a project in the folder that `SEAWORTHY_TIMELINE` names; `undefined` where it names none. */
export const timelinePage = (runtime: Runtime, project: string, progress: Progress, folder: string | undefined): TimelinePage | undefined => {
  if (folder === undefined || folder === '') return undefined;
  let logs: readonly ServiceLogLine[] = [];
  let logsMissing: string | undefined;
  return {
    look: async () => {
      try {
        const evidence = await gatherEvidence(runtime, project, { sinceMs: progress.startedAtMs, tail: LINES }, AbortSignal.timeout(LOOK_MS));
        logs = evidence.flatMap(({ lines }) => lines).sort((a, b) => a.timeMs - b.timeMs);
      } catch (error) {
        logsMissing = `The logs could not be read: ${firstLine(error)}`;
      }
    },
    write: async (failure) => {
      const { timeline, startedAtMs } = progress;
      try {
        const { writeTimeline } = await import('../reporters/write-timeline.ts');
        const subject = { project, timeline, ...(failure === undefined ? {} : { message: failure.message }) };
        return { path: await writeTimeline(folder, subject, { logs, startedAtMs, ...(logsMissing === undefined ? {} : { logsMissing }) }), warnings: [] };
      } catch (error) {
        return { warnings: [{ path: 'SEAWORTHY_TIMELINE', message: `the timeline cannot be written to ${folder}: ${firstLine(error)}` }] };
      }
    },
  };
};

/** What fails with an error of ours says how it went, and where that is drawn. */
export const withTimeline = async <T>(project: string, timeline: readonly TimelineEntry[], page: TimelinePage | undefined, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SeaworthyError) {
      const { path, warnings = [] } = (await page?.write(error)) ?? {};
      if (path !== undefined) error.message += `\n  Timeline: ${path}`;
      for (const { message } of warnings) error.message += `\n  Its timeline is missing: ${message}.`;
      // Runners print what is enumerable; the message says it already.
      Object.defineProperty(error, 'project', { value: project, enumerable: false, configurable: true });
      Object.defineProperty(error, 'timeline', { value: [...timeline], enumerable: false, configurable: true });
    }
    throw error;
  }
};
