import type { LogLine, LogOptions } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { followLogs } from './follow-logs.ts';
import type { ReadLogsOptions, ServiceLogLine } from './stack.ts';
import { explainUnreadable } from './unreadable-log.ts';

export interface LoggedContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

/** Milliseconds since the epoch, from either form. */
const moment = (value: Date | number | undefined): number | undefined => (value instanceof Date ? value.getTime() : value);

const logOptions = ({ since, until, tail, signal }: ReadLogsOptions): LogOptions => ({ sinceMs: moment(since), untilMs: moment(until), tail, signal });

/** Oldest first; lines of one moment stay in the order their container wrote them. */
const byTime = (a: LogLine, b: LogLine): number => a.timeMs - b.timeMs;

/** A line as it is asked for. */
const asAsked = <L extends LogLine>(line: L, { timestamps }: ReadLogsOptions): L => (timestamps === true ? { ...line, text: `${new Date(line.timeMs).toISOString()} ${line.text}` } : line);

/** The log so far of several containers, merged by time. */
export const readLogs = async (runtime: Runtime, containers: readonly LoggedContainer[], options: ReadLogsOptions): Promise<readonly ServiceLogLine[]> => {
  const logs = await Promise.all(
    containers.map(async ({ id, name, service }) => {
      const lines: ServiceLogLine[] = [];
      try {
        for await (const line of runtime.containers.logs(id, logOptions(options))) lines.push(asAsked({ ...line, service, container: name }, options));
      } catch (error) {
        throw explainUnreadable(service, error);
      }
      return lines;
    }),
  );
  return logs.flat().sort(byTime);
};

/** Past and new lines of several containers as they come. */
export async function* followStackLogs(runtime: Runtime, project: string, containers: readonly LoggedContainer[], options: ReadLogsOptions & { readonly skipUnreadable?: boolean }): AsyncGenerator<ServiceLogLine, void, undefined> {
  for await (const line of followLogs({ runtime, project, containers, options: logOptions(options), skipUnreadable: options.skipUnreadable === true })) yield asAsked(line, options);
}
