import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerFacts, Runtime } from '../runtime/runtime.ts';
import { reachableHost } from './published-ports.ts';
import type { CallOptions, ServiceStatus } from './stack.ts';

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

/** Every container of a project, running or not, by name. */
export const listStatus = async (runtime: Runtime, project: string, options: CallOptions = {}): Promise<readonly ServiceStatus[]> => {
  const listed = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`], { all: true, signal: options.signal });
  const statuses = await Promise.all(
    listed.map(async ({ id, image }) => {
      const container = await runtime.containers.inspect(id, { signal: options.signal });
      return container === null ? [] : [statusOf(container, image, runtime.host)];
    }),
  );
  return statuses.flat().sort((a, b) => (a.container < b.container ? -1 : 1));
};
