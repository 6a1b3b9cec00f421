import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import { checkServices, isOneOff, serviceOf, type Project } from './project-containers.ts';
import { reachableHost } from './published-ports.ts';
import type { ServiceStatus } from './stack.ts';
import type { PsOptions } from './verb-options.ts';

const portsOf = (container: ContainerFacts, engineHost: string): ServiceStatus['ports'] =>
  Object.entries(container.ports).flatMap(([key, bindings]) => {
    const [target = '', protocol = 'tcp'] = key.split('/');
    return bindings.map(({ hostIp, hostPort }) => ({ target: Number(target), protocol, host: reachableHost(hostIp, engineHost), published: hostPort }));
  });

const statusOf = (container: ContainerFacts, image: string, engineHost: string): ServiceStatus => ({
  service: container.labels[COMPOSE_LABEL.service] ?? container.name,
  container: container.name,
  id: container.id,
  image,
  state: container.state.status,
  restarts: container.restartCount,
  ports: portsOf(container, engineHost),
  ...(container.state.health === undefined ? {} : { health: container.state.health.status }),
  ...(container.state.status === 'exited' || container.state.status === 'dead' ? { exitCode: container.state.exitCode } : {}),
});

/** The containers of a project that are asked for, by name. */
export const listStatus = async (project: Project, { all = true, services, status, signal }: PsOptions = {}): Promise<readonly ServiceStatus[]> => {
  const { runtime } = project;
  checkServices(project, services);
  const listed = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project.project}`], { all: true, signal });
  const asked = listed.filter(
    (container) =>
      (all || (container.status === 'running' && !isOneOff(container))) && (services === undefined || services.includes(serviceOf(container))) && (status === undefined || status.includes(container.status)),
  );
  const statuses = await Promise.all(
    asked.map(async ({ id, image }) => {
      const container = await runtime.containers.inspect(id, { signal });
      return container === null ? [] : [statusOf(container, image, runtime.host)];
    }),
  );
  return statuses.flat().sort((a, b) => (a.container < b.container ? -1 : 1));
};
