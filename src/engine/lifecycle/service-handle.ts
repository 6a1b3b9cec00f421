import { ExecError, PortError, StartError } from '../../errors.ts';
import type { ContainerFacts, ExecOutcome, LogOptions, Runtime } from '../runtime/runtime.ts';
import { followLogs, readLogs } from './read-logs.ts';
import { publishedPorts, type PublishedPorts } from './published-ports.ts';
import type { CallOptions, ExecOptions, ReadLogsOptions, Service, ServiceLogLine } from './stack.ts';
import { startAgain } from './start-again.ts';

interface HandleContainer {
  readonly id: string;
  readonly name: string;
}

export interface HandleRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly service: string;
  /** Lowest number first. */
  readonly containers: readonly HandleContainer[];
  readonly ports: PublishedPorts;
  /** Told when the ports have changed with a restart. */
  readonly onPorts?: (ports: PublishedPorts) => void;
}

const EXEC_TAIL = 2000;

/** The published port of a service, or an error that says which there are. */
const lookUpPort = (service: string, ports: PublishedPorts, target: number, protocol: string): { readonly host: string; readonly port: number } => {
  const key = `${String(target)}/${protocol}`;
  const address = ports[key];
  if (address !== undefined) return address;
  const published = Object.keys(ports).filter((name) => ports[name] !== undefined);
  const seen = published.length === 0 ? 'it publishes no ports' : `it publishes ${published.join(', ')}`;
  const exposed = key in ports ? ' The port is exposed, which only other containers can use.' : '';
  throw new PortError('PORT_NOT_PUBLISHED', `Service "${service}" does not publish container port ${key}; ${seen}.${exposed}\n  Add ports: ['${String(target)}${protocol === 'tcp' ? '' : `/${protocol}`}'] to the service.`, { service });
};

const failedExec = (service: string, command: readonly string[], { exitCode, stdout, stderr }: ExecOutcome): ExecError => {
  const output = `${stderr}${stdout}`.trim().slice(-EXEC_TAIL);
  return new ExecError('EXEC_FAILED', `${JSON.stringify(command)} in service "${service}" exited with code ${String(exitCode)}.\n  ${output === '' ? 'It wrote nothing.' : output.replaceAll('\n', '\n  ')}`, { service, exitCode });
};

const firstContainer = ({ service, containers }: HandleRequest): HandleContainer => {
  const [container] = containers;
  if (container === undefined) throw new StartError('RESOURCE_MISSING', `Service "${service}" has no containers (its scale is 0).\n  Give it at least one replica.`, { service });
  return container;
};

const inspectFirst = async (request: HandleRequest, options?: CallOptions): Promise<ContainerFacts> => {
  const { id, name } = firstContainer(request);
  const container = await request.runtime.containers.inspect(id, { signal: options?.signal });
  if (container === null) {
    throw new StartError('RESOURCE_MISSING', `The container ${name} of service "${request.service}" does not exist any more.\n  The stack was taken down, or something else removed it.`, { service: request.service });
  }
  return container;
};

const seconds = (timeoutMs: number | undefined): number | undefined => (timeoutMs === undefined ? undefined : Math.ceil(timeoutMs / 1000));

const exec = async (request: HandleRequest, command: readonly string[], options: ExecOptions = {}): Promise<ExecOutcome> => {
  const { throwOnError = false, signal, ...body } = options;
  const outcome = await request.runtime.containers.exec(firstContainer(request).id, { command, ...body }, { signal });
  if (throwOnError && outcome.exitCode !== 0) throw failedExec(request.service, command, outcome);
  return outcome;
};

/** Milliseconds since the epoch, from either form. */
const moment = (value: Date | number | undefined): number | undefined => (value instanceof Date ? value.getTime() : value);

const logOptions = (options: ReadLogsOptions): LogOptions => ({ sinceMs: moment(options.since), untilMs: moment(options.until), tail: options.tail, signal: options.signal });

/** Stop, start and the like act on every container of the service. */
const lifecycleOf = (request: HandleRequest, refresh: (ports: PublishedPorts) => void): Pick<Service, 'stop' | 'start' | 'restart' | 'kill' | 'pause' | 'unpause' | 'wait'> => {
  const { containers: all, runtime } = request;
  const each = async (act: (id: string) => Promise<unknown>): Promise<void> => {
    await Promise.all(all.map(({ id }) => act(id)));
  };
  const start: Service['start'] = async (options = {}) => {
    const started = await startAgain(runtime, request, options);
    const [first] = started;
    if (first !== undefined) refresh(publishedPorts(first.ports, runtime.host));
  };
  const stop: Service['stop'] = (options = {}) => each((id) => runtime.containers.stop(id, { signal: options.signal, timeoutSeconds: seconds(options.timeoutMs) }));
  return {
    stop,
    start,
    restart: async (options = {}) => {
      await stop(options);
      await start({ ...(options.signal === undefined ? {} : { signal: options.signal }) });
    },
    kill: (killSignal, options = {}) => each((id) => runtime.containers.kill(id, { killSignal, signal: options.signal })),
    pause: (options = {}) => each((id) => runtime.containers.pause(id, { signal: options.signal })),
    unpause: (options = {}) => each((id) => runtime.containers.unpause(id, { signal: options.signal })),
    wait: (options = {}) => runtime.containers.wait(firstContainer(request).id, { signal: options.signal }),
  };
};

/** The handle of one service of a running stack. */
export const serviceHandle = (request: HandleRequest): Service => {
  const { runtime, service, containers } = request;
  let ports = request.ports;
  const address = (target: number, protocol: string): string => {
    const { host, port } = lookUpPort(service, ports, target, protocol);
    return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  };
  return {
    name: service,
    containers: containers.map(({ name }) => name),
    host: runtime.host,
    port: (target, protocol = 'tcp') => lookUpPort(service, ports, target, protocol).port,
    address: (target, protocol = 'tcp') => address(target, protocol),
    url: (target, scheme = 'http') => `${scheme}://${address(target, 'tcp')}`,
    exec: (command, options) => exec(request, command, options),
    logs: (options = {}): Promise<readonly ServiceLogLine[]> => readLogs(runtime, service, containers, logOptions(options)),
    followLogs: (options = {}) => followLogs(runtime, service, firstContainer(request), logOptions(options)),
    health: async (options) => {
      const { state } = await inspectFirst(request, options);
      return state.health === undefined ? undefined : { status: state.health.status, probes: state.health.probes };
    },
    state: async (options) => (await inspectFirst(request, options)).state,
    inspect: (options) => inspectFirst(request, options),
    ...lifecycleOf(request, (fresh) => {
      ports = fresh;
      request.onPorts?.(fresh);
    }),
  };
};
