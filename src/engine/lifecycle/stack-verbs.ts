import type { Readable, Writable } from 'node:stream';
import { PortError, SpecError } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import { awaitExit } from './await-exit.ts';
import { asStackContainer } from './confirm-running.ts';
import { packOut, unpackInto } from './copy-archives.ts';
import { copyInto, copyOut, type CopySide } from './copy-files.ts';
import { hooksOf, probesOf, type KnownSpec } from './known-spec.ts';
import { checkServices, listContainers, pickReplica, selectContainers, serviceOf, type Project } from './project-containers.ts';
import { publishedPorts } from './published-ports.ts';
import { runAll } from './run-all.ts';
import { lookUpPort } from './service-handle.ts';
import type { CallOptions, Stack } from './stack.ts';
import { startInOrder, withRestarting } from './start-in-order.ts';
import { stopServices } from './stop-services.ts';
import type { ContainerProcesses, EventsOptions, RestartOptions, StackEvent, StartOptions } from './verb-options.ts';

export interface VerbsRequest extends Project {
  readonly spec: KnownSpec | undefined;
  /** Told of containers that were started: their ports may have changed. */
  readonly onStarted: (containers: readonly ContainerSummary[]) => void;
}

type Services = readonly string[] | undefined;

const refreshPorts = async (request: VerbsRequest, signal: AbortSignal | undefined): Promise<void> => request.onStarted(await listContainers(request, signal));

const start = async (request: VerbsRequest, services: Services, { timeoutMs, signal }: StartOptions): Promise<void> => {
  const { runtime, project, spec } = request;
  const chosen = await selectContainers(request, services, signal);
  await startInOrder({ runtime, project, postStart: hooksOf(spec, 'post_start'), probes: probesOf(spec), timeoutMs, signal }, await listContainers(request, signal), chosen);
  await refreshPorts(request, signal);
};

const restart = async (request: VerbsRequest, services: Services, { stopTimeoutMs, noDeps, ...options }: RestartOptions): Promise<void> => {
  const { runtime, spec } = request;
  const { signal } = options;
  checkServices(request, services);
  const all = await listContainers(request, signal);
  const named = new Set(services ?? request.known);
  const restarting = noDeps === true ? named : withRestarting(named, all);
  await stopServices({ runtime, preStop: hooksOf(spec, 'pre_stop'), timeoutMs: stopTimeoutMs, signal }, all, all.filter((container) => restarting.has(serviceOf(container))));
  await start(request, request.known.filter((name) => restarting.has(name)), options);
};

/** Does something to the containers that are in one of these states, all at once. */
const forEach = async (request: VerbsRequest, services: Services, states: readonly string[], { signal }: CallOptions, act: (id: string) => Promise<void>): Promise<void> => {
  const containers = await selectContainers(request, services, signal);
  await runAll(containers.filter(({ status }) => states.includes(status)).map(({ id }) => act(id)), () => {});
};

/** A stream is `-`, as on a command line. */
const asText = (path: string | Readable | Writable): string => (typeof path === 'string' ? path : '-');

/** The service and path of `service:/path`; a path of the host has no service before its first colon. */
const sidesOf = (path: string, known: readonly string[]): { readonly service?: string; readonly path: string } => {
  const match = /^([a-zA-Z0-9._-]+):(.*)$/.exec(path);
  const [, service = '', inside = ''] = match ?? [];
  return match === null || (/^[a-zA-Z]$/.test(service) && !known.includes(service)) ? { path } : { service, path: inside };
};

const wrongSides = (source: string, target: string): SpecError => {
  const message = `cp copies between the host and one service, so one of the two paths has to begin with "service:"; these are "${source}" and "${target}".\n  Write for example cp('./seed.sql', 'db:/seed.sql').`;
  return new SpecError('SPEC_INVALID', message, [{ path: 'cp', message }]);
};

const copy = (request: VerbsRequest): Stack['cp'] => async (source, target, { index, signal } = {}) => {
  const [from, to] = [sidesOf(asText(source), request.known), sidesOf(asText(target), request.known)];
  const service = from.service ?? to.service;
  if (service === undefined || (from.service !== undefined && to.service !== undefined)) throw wrongSides(asText(source), asText(target));
  const containers = await selectContainers(request, [service], signal);
  const { id } = pickReplica(service, containers, index);
  const sideOf = (container: string): CopySide => ({ id: container, what: `service "${service}"`, service });
  if (from.service !== undefined) {
    await (typeof target === 'string' ? copyOut(request.runtime, sideOf(id), from.path, to.path, signal) : packOut(request.runtime, sideOf(id), from.path, target, signal));
    return;
  }
  if (typeof source !== 'string') {
    // A stream can be read once.
    await unpackInto(request.runtime, sideOf(id), source, to.path, signal);
    return;
  }
  const targets = index === undefined ? containers.map((container) => container.id) : [id];
  await runAll(targets.map((container) => copyInto(request.runtime, sideOf(container), from.path, to.path, signal)), () => {});
};

async function* eventsOf(request: VerbsRequest, { services, signal }: EventsOptions): AsyncGenerator<StackEvent, void, undefined> {
  checkServices(request, services);
  const left = new AbortController();
  const stream = await request.runtime.events([`${COMPOSE_LABEL.project}=${request.project}`], { signal: signal === undefined ? left.signal : AbortSignal.any([left.signal, signal]) });
  try {
    for await (const { type, action, id, attributes, timeMs } of stream) {
      const service = attributes[COMPOSE_LABEL.service] ?? '';
      if (type !== 'container' || (services !== undefined && !services.includes(service))) continue;
      yield { timeMs, service, container: attributes['name'] ?? '', id, action, attributes };
    }
    signal?.throwIfAborted();
  } finally {
    left.abort();
  }
}

const processesOf = async ({ runtime }: VerbsRequest, container: ContainerSummary, signal: AbortSignal | undefined): Promise<ContainerProcesses> => {
  const { titles, processes } = await runtime.containers.top(container.id, { signal });
  return { service: serviceOf(container), container: container.name, processes: processes.map((values) => Object.fromEntries(titles.map((title, at) => [title, values[at] ?? '']))) };
};

/** Only a container that runs has its ports published: asked at another time, the engine knows of none. */
const requireRunning = (service: string, { name, status }: ContainerSummary): void => {
  if (status === 'running' || status === 'paused') return;
  const remedy = status === 'restarting' ? 'Its log says why it does not stay up.' : 'Start it first, with start; its ports may be new then.';
  throw new PortError('PORT_NOT_PUBLISHED', `Service "${service}" does not run, so none of its ports is published: its container ${name} is ${status}.\n  ${remedy}`, { service });
};

/** What one looks at: processes, images, ports, events. */
const looks = (request: VerbsRequest): Pick<Stack, 'top' | 'images' | 'port' | 'events'> => ({
  top: async (services, { signal } = {}) => {
    const containers = await selectContainers(request, services, signal);
    return await Promise.all(containers.filter(({ status }) => status === 'running' || status === 'paused').map((container) => processesOf(request, container, signal)));
  },
  images: async (services, { signal } = {}) => {
    const containers = await selectContainers(request, services, signal);
    const ids = [...new Set(containers.map(({ imageId }) => imageId))];
    const found = new Map(await Promise.all(ids.map(async (id) => [id, await request.runtime.images.inspect(id, { signal })] as const)));
    return containers.map((container) => ({ service: serviceOf(container), container: container.name, reference: container.image, id: container.imageId, tags: found.get(container.imageId)?.tags ?? [] }));
  },
  port: async (service, target, { protocol = 'tcp', index, signal } = {}) => {
    const container = pickReplica(service, await selectContainers(request, [service], signal), index);
    requireRunning(service, container);
    return lookUpPort(service, publishedPorts(asStackContainer(container).ports, request.runtime.host), target, protocol);
  },
  events: (options = {}) => eventsOf(request, options),
});

type Changing = 'start' | 'unpause' | 'wait' | 'cp';

/** What breaks something, as it is done; who may call it gets it as a fault that can be undone. */
export type PlainFaults = {
  readonly [Verb in 'stop' | 'kill' | 'pause' | 'restart']: (...args: Parameters<Stack[Verb]>) => Promise<void>;
};

/** The verbs of a stack that act on its containers as the engine has them now, also on those that another process made. */
export const stackVerbs = (request: VerbsRequest): Pick<Stack, Changing | 'top' | 'images' | 'port' | 'events'> & PlainFaults => {
  const { runtime, spec } = request;
  return {
    ...looks(request),
    start: (services, options = {}) => start(request, services, options),
    stop: async (services, { timeoutMs, signal } = {}) => {
      const chosen = await selectContainers(request, services, signal);
      await stopServices({ runtime, preStop: hooksOf(spec, 'pre_stop'), timeoutMs, signal }, await listContainers(request, signal), chosen);
    },
    restart: (services, options = {}) => restart(request, services, options),
    kill: (services, options = {}) => forEach(request, services, ['running', 'paused', 'restarting'], options, (id) => runtime.containers.kill(id, { killSignal: options.killSignal, signal: options.signal })),
    pause: (services, options = {}) => forEach(request, services, ['running'], options, (id) => runtime.containers.pause(id, { signal: options.signal })),
    unpause: (services, options = {}) => forEach(request, services, ['paused'], options, (id) => runtime.containers.unpause(id, { signal: options.signal })),
    wait: async (services, options = {}) => {
      const containers = await selectContainers(request, services, options.signal);
      return await Promise.all(
        containers.map(async (container) => {
          const service = serviceOf(container);
          return { service, container: container.name, exitCode: await awaitExit(runtime, { id: container.id, name: container.name, service }, options) };
        }),
      );
    },
    cp: copy(request),
  };
};
