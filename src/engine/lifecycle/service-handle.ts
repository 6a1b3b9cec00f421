import { ExecError, PortError, StartError } from '../../errors.ts';
import { hostAndPort } from '../plan/host-and-port.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerFacts, ExecBody, ExecOutcome } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { awaitExit } from './await-exit.ts';
import type { StackContainer } from './confirm-running.ts';
import { copyInto, copyOut, readFrom, type CopySide } from './copy-files.ts';
import { failedExec } from './failed-exec.ts';
import type { ServiceFaults } from './faults/fault-verbs.ts';
import { connect, type Endpoints } from './network-faults.ts';
import type { PublishedPorts } from './published-ports.ts';
import { followStackLogs, readLogs } from './read-logs.ts';
import { runAll } from './run-all.ts';
import type { Address, CallOptions, ExecOptions, Service, Stack } from './stack.ts';
import type { CopyOptions } from './verb-options.ts';

export interface HandleRequest {
  readonly runtime: Runtime;
  readonly project: string;
  readonly service: string;
  /** Lowest number first. */
  readonly containers: readonly StackContainer[];
  readonly ports: PublishedPorts;
  /** The verbs of its stack. */
  readonly verbs: Pick<Stack, 'stop' | 'start' | 'restart' | 'kill' | 'pause' | 'unpause'>;
  readonly faults: ServiceFaults;
  /** Told when the ports have changed with a restart. */
  readonly onPorts?: (ports: PublishedPorts) => void;
}

/** The published port of a service, or an error that says which there are. */
export const lookUpPort = (service: string, ports: PublishedPorts, target: number, protocol: string): Address => {
  const key = `${String(target)}/${protocol}`;
  const address = ports[key];
  if (address !== undefined) return address;
  const published = Object.keys(ports).filter((name) => ports[name] !== undefined);
  const seen = published.length === 0 ? 'it publishes no ports' : `it publishes ${published.join(', ')}`;
  const exposed = key in ports ? ' The port is exposed, which only other containers can use.' : '';
  throw new PortError('PORT_NOT_PUBLISHED', `Service "${service}" does not publish container port ${key}; ${seen}.${exposed}\n  Add ports: ['${String(target)}${protocol === 'tcp' ? '' : `/${protocol}`}'] to the service.`, { service });
};

/** The container of that number, or the first. Numbers are not the places in the list: the engine is asked for them. */
const pick = async ({ runtime, service, containers }: HandleRequest, index: number | undefined, signal: AbortSignal | undefined): Promise<StackContainer> => {
  const [first] = containers;
  if (first === undefined) throw new StartError('RESOURCE_MISSING', `Service "${service}" has no containers (its scale is 0).\n  Give it at least one replica.`, { service });
  if (index === undefined) return first;
  const facts = await Promise.all(containers.map(({ id }) => runtime.containers.inspect(id, { signal })));
  const numbers = facts.map((container) => Number(container?.labels[COMPOSE_LABEL.number]));
  const found = containers[numbers.indexOf(index)];
  if (found !== undefined) return found;
  throw new StartError('RESOURCE_MISSING', `Service "${service}" has no container number ${String(index)}; it has ${numbers.join(', ')}.\n  Choose one of these, or leave the index out.`, { service });
};

const gone = (service: string, name: string): StartError =>
  new StartError('RESOURCE_MISSING', `The container ${name} of service "${service}" does not exist any more.\n  The stack was taken down, or something else removed it.`, { service });

const inspectFirst = async (request: HandleRequest, { signal }: CallOptions = {}): Promise<ContainerFacts> => {
  const { id, name } = await pick(request, undefined, signal);
  const container = await request.runtime.containers.inspect(id, { signal });
  if (container === null) throw gone(request.service, name);
  return container;
};

const notRunning = async ({ runtime, service }: HandleRequest, { id, name }: StackContainer, cause: unknown, signal: AbortSignal | undefined): Promise<Error> => {
  const state = (await runtime.containers.inspect(id, { signal }))?.state;
  if (state === undefined) return gone(service, name);
  const seen = state.status === 'exited' ? `has exited with code ${String(state.exitCode)}` : `is ${state.status}`;
  const remedy = state.status === 'paused' ? 'Unpause it first.' : 'Start it first; its log says why it does not run.';
  return new ExecError('SERVICE_NOT_RUNNING', `Service "${service}" is not running: its container ${name} ${seen}.\n  ${remedy}`, { service, cause });
};

const isNotRunning = (error: unknown): boolean => error instanceof ExecError && error.code === 'SERVICE_NOT_RUNNING';

/** Runs a command in the container of that number, or in the lowest that runs. */
const exec = async (request: HandleRequest, body: ExecBody, { index, signal }: Pick<ExecOptions, 'index' | 'signal'>): Promise<ExecOutcome> => {
  const chosen = await pick(request, index, signal);
  const candidates = index === undefined ? request.containers : [chosen];
  let failure: { readonly error: unknown } | undefined;
  for (const { id } of candidates) {
    try {
      return await request.runtime.containers.exec(id, body, { signal });
    } catch (error) {
      if (error instanceof StartError && error.code === 'RESOURCE_MISSING') throw gone(request.service, chosen.name);
      if (!isNotRunning(error)) throw error;
      failure ??= { error };
    }
  }
  throw await notRunning(request, chosen, failure?.error, signal);
};

const execOf = (request: HandleRequest): Pick<Service, 'exec' | 'execDetached'> => ({
  exec: async (command, options = {}) => {
    const { throwOnError = false, signal, index, ...body } = options;
    const outcome = await exec(request, { command, ...body }, options);
    if (throwOnError && outcome.exitCode !== 0) throw failedExec(`service "${request.service}"`, command, outcome, request.service);
    return outcome;
  },
  execDetached: async (command, options = {}) => {
    const { signal, index, ...body } = options;
    await exec(request, { command, ...body, detach: true }, options);
  },
});

/** What the verbs of the stack do for this one service: they act on its containers as the engine has them now. */
const lifecycleOf = (request: HandleRequest): Pick<Service, 'stop' | 'start' | 'restart' | 'kill' | 'pause' | 'unpause' | 'wait'> => {
  const { runtime, service, verbs } = request;
  return {
    stop: (options) => verbs.stop([service], options),
    start: (options) => verbs.start([service], options),
    restart: (options) => verbs.restart([service], { ...options, noDeps: true }),
    kill: (killSignal, options) => verbs.kill([service], { ...options, ...(killSignal === undefined ? {} : { killSignal }) }),
    pause: (options) => verbs.pause([service], options),
    unpause: (options) => verbs.unpause([service], options),
    wait: async (options = {}) => await awaitExit(runtime, { ...(await pick(request, undefined, options.signal)), service }, options),
  };
};

const filesOf = (request: HandleRequest): Pick<Service, 'copyTo' | 'copyFrom'> => {
  const { runtime, service } = request;
  const sideOf = (id: string): CopySide => ({ id, what: `service "${service}"`, service });
  async function copyFrom(source: string, options?: CopyOptions): Promise<Buffer>;
  async function copyFrom(source: string, target: string, options?: CopyOptions): Promise<void>;
  async function copyFrom(source: string, target: string | CopyOptions = {}, more: CopyOptions = {}): Promise<Buffer | void> {
    const { index, signal } = typeof target === 'string' ? more : target;
    const { id } = await pick(request, index, signal);
    if (typeof target !== 'string') return await readFrom(runtime, sideOf(id), source, signal);
    await copyOut(runtime, sideOf(id), source, target, signal);
  }
  return {
    copyFrom,
    copyTo: async (source, target, { index, signal } = {}) => {
      const chosen = await pick(request, index, signal);
      const containers = index === undefined ? request.containers : [chosen];
      await runAll(containers.map(({ id }) => copyInto(runtime, sideOf(id), source, target, signal)), () => {});
    },
  };
};

/** The handle of one service of a running stack, and how to tell it that its ports have moved. */
export const serviceHandle = (request: HandleRequest): { readonly handle: Service; readonly refresh: (ports: PublishedPorts) => void } => {
  const { runtime, project, service, containers } = request;
  const logged = containers.map(({ id, name }) => ({ id, name, service }));
  const endpoints: Endpoints = new Map();
  let ports = request.ports;
  const address = (target: number, protocol: string): string => hostAndPort(lookUpPort(service, ports, target, protocol));
  const refresh = (fresh: PublishedPorts): void => {
    ports = fresh;
    request.onPorts?.(fresh);
  };
  const handle: Service = {
    name: service,
    containers: containers.map(({ name }) => name),
    host: runtime.host,
    port: (target, protocol = 'tcp') => lookUpPort(service, ports, target, protocol).port,
    address: (target, protocol = 'tcp') => address(target, protocol),
    url: (target, scheme = 'http') => `${scheme}://${address(target, 'tcp')}`,
    ...execOf(request),
    ...filesOf(request),
    logs: (options = {}) => readLogs(runtime, logged, options),
    followLogs: (options = {}) => followStackLogs(runtime, project, logged, options),
    health: async (options) => {
      const { state } = await inspectFirst(request, options);
      return state.health === undefined ? undefined : { status: state.health.status, probes: state.health.probes };
    },
    state: async (options) => (await inspectFirst(request, options)).state,
    inspect: (options) => inspectFirst(request, options),
    connect: (network, { signal } = {}) => connect(runtime, project, network, service, containers, endpoints, signal),
    disconnect: (network, options = {}) => request.faults.disconnect(service, containers, network, endpoints, options),
    degrade: (options) => request.faults.degrade(service, options),
    ...lifecycleOf(request),
  };
  return { handle, refresh };
};
