import { ExecError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { ContainerFacts, Runtime } from '../runtime/runtime.ts';
import type { StackContainer } from './confirm-running.ts';
import { publishedPorts, snapshotKey, type PublishedPorts } from './published-ports.ts';
import { byTime } from './read-logs.ts';
import { serviceHandle } from './service-handle.ts';
import { listStatus } from './service-status.ts';
import type { DownOptions, DownReport, Service, Stack, StackSnapshot, TimelineEntry } from './stack.ts';
import { takeDown } from './take-down.ts';

export interface OpenStackRequest {
  readonly runtime: Runtime;
  readonly project: string;
  /** Containers by service, lowest number first. */
  readonly containers: ReadonlyMap<string, readonly StackContainer[]>;
  readonly warnings: readonly Warning[];
  readonly timeline: readonly TimelineEntry[];
  /** A test's own stack goes whole: nothing could find its volumes again. */
  readonly ownedByProcess: boolean;
  /** Services whose containers are no orphans; `undefined` when every container of the project is the stack's. */
  readonly known?: ReadonlySet<string>;
}

const unknownService = (project: string, name: string, known: readonly string[]): ExecError =>
  new ExecError('SERVICE_UNKNOWN', `Project "${project}" has no service "${name}"; it has ${known.length === 0 ? 'none' : known.map((service) => `"${service}"`).join(', ')}.`, { service: name });

const snapshotOf = (project: string, host: string, ports: ReadonlyMap<string, PublishedPorts>): StackSnapshot => ({
  project,
  services: Object.fromEntries(
    [...ports].map(([name, published]) => [
      name,
      { host, ports: Object.fromEntries(Object.entries(published).flatMap(([key, address]) => (address === undefined ? [] : [[snapshotKey(key), address]]))) },
    ]),
  ),
});

const NOTHING: DownReport = { containers: [], networks: [], volumes: [] };

/** Handles for the running containers of a project. */
export const openStack = (request: OpenStackRequest): Stack => {
  const { runtime, project, ownedByProcess } = request;
  const ports = new Map<string, PublishedPorts>();
  const services: Record<string, Service> = {};
  for (const [name, containers] of request.containers) {
    const published = publishedPorts(containers[0]?.ports ?? {}, runtime.host);
    ports.set(name, published);
    services[name] = serviceHandle({ runtime, project, service: name, containers, ports: published, onPorts: (fresh) => ports.set(name, fresh) });
  }
  const find = (name: string): Service => {
    const service = services[name];
    if (service === undefined) throw unknownService(project, name, Object.keys(services));
    return service;
  };
  let removal: Promise<void> | undefined;
  const remove = async (options: DownOptions): Promise<DownReport> => {
    const report = await takeDown(runtime, project, request.known, { ...options, volumes: options.volumes ?? ownedByProcess });
    runtime.close();
    return report;
  };
  const down = async (options: DownOptions = {}): Promise<DownReport> => {
    // Someone else may be taking it down right now: then there is nothing left for this call once that is done.
    if (removal !== undefined) {
      await removal;
      return NOTHING;
    }
    const removing = remove(options);
    removal = removing.then(() => {});
    // After a failure the next call tries again.
    removal.catch(() => (removal = undefined));
    return await removing;
  };
  return {
    project,
    services,
    warnings: request.warnings,
    timeline: request.timeline,
    snapshot: () => snapshotOf(project, runtime.host, ports),
    ps: (options) => listStatus(runtime, project, options),
    logs: async ({ services: names, ...options } = {}) => {
      const logs = await Promise.all((names ?? Object.keys(services)).map((name) => find(name).logs(options)));
      return logs.flat().sort(byTime);
    },
    exec: async (service, command, options) => await find(service).exec(command, options),
    down,
    [Symbol.asyncDispose]: async () => {
      await down({ volumes: true, timeoutMs: 0 });
    },
  };
};

/** Containers of a project by service, as the engine has them now. */
export const findContainers = async (runtime: Runtime, project: string, signal?: AbortSignal): Promise<ReadonlyMap<string, readonly ContainerFacts[]>> => {
  const listed = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`, `${COMPOSE_LABEL.oneOff}=False`], { all: true, signal });
  const facts = await Promise.all(listed.map(({ id }) => runtime.containers.inspect(id, { signal })));
  const number = (container: ContainerFacts): number => Number(container.labels[COMPOSE_LABEL.number] ?? 1);
  const found = facts.filter((container) => container !== null).sort((a, b) => number(a) - number(b));
  const names = [...new Set(found.map((container) => container.labels[COMPOSE_LABEL.service] ?? container.name))].sort();
  return new Map(names.map((name) => [name, found.filter((container) => (container.labels[COMPOSE_LABEL.service] ?? container.name) === name)]));
};
