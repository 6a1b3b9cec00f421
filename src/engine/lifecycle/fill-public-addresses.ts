import { ExecError } from '../../errors.ts';
import type { Model, ServiceModel } from '../compose/model.ts';
import { publicPorts, withKnownAddresses } from '../plan/public-address.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { asStackContainer } from './confirm-running.ts';
import { listContainers, serviceOf } from './project-containers.ts';
import { publishedPorts } from './published-ports.ts';

interface OneOffService {
  readonly runtime: Runtime;
  readonly project: string;
  readonly service: string;
  /** What the service itself publishes; its one-off container publishes nothing. */
  readonly ports: NonNullable<ServiceModel['ports']>;
}

const notRunning = (service: string, key: string): ExecError =>
  new ExecError('SERVICE_NOT_RUNNING', `A one-off container of service "${service}" is to be told the public address of port ${key}, which the service has only while it runs, and it does not.\n  Start the service first, or run with servicePorts, so that the container publishes the ports itself.`, { service });

/**
 * The model of a one-off container that publishes nothing, with the addresses at which the service itself answers in the
 * place of `{public:…}`.
 *
 * @throws SpecError for a port that the service does not publish; ExecError SERVICE_NOT_RUNNING
 */
export const fillPublicAddresses = async ({ runtime, project, service, ports }: OneOffService, model: Model, signal: AbortSignal | undefined): Promise<Model> => {
  const own = model.services[service];
  if (own === undefined || publicPorts(service, { ...own, ports }).length === 0) return model;
  const containers = await listContainers({ runtime, project, known: [] }, signal);
  const running = containers.find((container) => serviceOf(container) === service && container.status === 'running');
  const published = running === undefined ? {} : publishedPorts(asStackContainer(running).ports, runtime.host);
  const filled = withKnownAddresses(own, (key) => {
    const address = published[key];
    if (address === undefined) throw notRunning(service, key);
    return address;
  });
  return { ...model, services: { ...model.services, [service]: filled } };
};
