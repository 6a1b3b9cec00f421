import { followStackLogs, readLogs, type LoggedContainer } from './read-logs.ts';
import { selectContainers, serviceOf, type Project } from './project-containers.ts';
import type { ReadLogsOptions, ServiceLogLine, Stack } from './stack.ts';
import { isUnreadable } from './unreadable-log.ts';

type StackLogsOptions = ReadLogsOptions & { readonly services?: readonly string[] };

const logged = async (project: Project, { services, signal }: StackLogsOptions): Promise<readonly LoggedContainer[]> =>
  (await selectContainers(project, services, signal)).map((container) => ({ id: container.id, name: container.name, service: serviceOf(container) }));

/** The lines of one container; none where its driver keeps none and nobody asked for this service by name. */
const linesOf = async ({ runtime }: Project, container: LoggedContainer, options: StackLogsOptions): Promise<readonly ServiceLogLine[]> => {
  try {
    return await readLogs(runtime, [container], options);
  } catch (error) {
    if (options.services === undefined && isUnreadable(error)) return [];
    throw error;
  }
};

async function* follow(project: Project, options: StackLogsOptions): AsyncGenerator<ServiceLogLine, void, undefined> {
  const containers = await logged(project, options);
  yield* followStackLogs(project.runtime, project.project, containers, { ...options, skipUnreadable: options.services === undefined });
}

/** The logs of several services, merged. */
export const stackLogs = (project: Project): Pick<Stack, 'logs' | 'followLogs'> => ({
  logs: async (options = {}) => {
    const logs = await Promise.all((await logged(project, options)).map((container) => linesOf(project, container, options)));
    return logs.flat().sort((a, b) => a.timeMs - b.timeMs);
  },
  followLogs: (options = {}) => follow(project, options),
});
