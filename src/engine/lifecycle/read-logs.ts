import type { LogOptions, Runtime } from '../runtime/runtime.ts';
import type { ServiceLogLine } from './stack.ts';

interface LoggedContainer {
  readonly id: string;
  readonly name: string;
}

/** Lines of one container as they come. */
export async function* followLogs(runtime: Runtime, service: string, container: LoggedContainer, options: LogOptions): AsyncGenerator<ServiceLogLine, void, undefined> {
  for await (const line of runtime.containers.logs(container.id, { ...options, follow: true })) yield { ...line, service, container: container.name };
}

/** Oldest first; lines of one moment stay in the order their container wrote them. */
export const byTime = (a: ServiceLogLine, b: ServiceLogLine): number => a.timeMs - b.timeMs;

/** The log so far of several containers of a service, merged by time. */
export const readLogs = async (runtime: Runtime, service: string, containers: readonly LoggedContainer[], options: LogOptions): Promise<readonly ServiceLogLine[]> => {
  const logs = await Promise.all(
    containers.map(async ({ id, name }) => {
      const lines: ServiceLogLine[] = [];
      for await (const line of runtime.containers.logs(id, options)) lines.push({ ...line, service, container: name });
      return lines;
    }),
  );
  return logs.flat().sort(byTime);
};
