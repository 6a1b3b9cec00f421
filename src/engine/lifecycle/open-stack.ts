import { parseDurationMs } from '../compose/units.ts';
import type { Warning } from '../compose/resolved.ts';
import type { ContainerSummary } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { asStackContainer, type StackContainer } from './confirm-running.ts';
import { faultVerbs } from './faults/fault-verbs.ts';
import { imageVerbs } from './image-verbs.ts';
import { hooksOf, requireSpec, type KnownSpec } from './known-spec.ts';
import { listContainers, numberOf, serviceOf, unknownService } from './project-containers.ts';
import { publishedPorts, snapshotKey, type PublishedPorts } from './published-ports.ts';
import { runOneOff, startOneOff } from './run-one-off.ts';
import { serviceHandle } from './service-handle.ts';
import { listStatus } from './service-status.ts';
import { stackLogs } from './stack-logs.ts';
import { stackVerbs } from './stack-verbs.ts';
import type { DownOptions, DownReport, Service, Stack, StackSnapshot, TimelineEntry } from './stack.ts';
import { takeDown, type TakeDownRequest } from './take-down.ts';

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
  /** What it was brought up from; absent where it was attached to. */
  readonly spec?: KnownSpec;
}

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

/** Images of the services as the spec names them or, without one, as the containers do. */
const imagesOf = ({ spec, project }: OpenStackRequest, { services }: DownOptions): TakeDownRequest['images'] => (containers) =>
  spec === undefined
    ? containers.map((container) => ({ reference: container.image, local: container.image === `${project}-${serviceOf(container)}` }))
    : spec.plan.services.filter(({ name }) => services?.includes(name) !== false).map(({ image }) => ({ reference: image.reference, local: image.named }));

const graceMsOf = ({ spec }: OpenStackRequest) => (service: string): number | undefined => {
  const period = spec?.resolved.model.services[service]?.stop_grace_period;
  return period === undefined ? undefined : parseDurationMs(period);
};

/** Where the spec is known, a service that it does not have is refused; else one without a container is gone already. */
const checkNames = ({ spec, project }: OpenStackRequest, services: readonly string[]): void => {
  if (spec === undefined) return;
  const { model, disabledServices } = spec.resolved;
  const known = [...Object.keys(model.services), ...disabledServices];
  for (const name of services) if (!known.includes(name)) throw unknownService(project, name, known);
};

/** `down` runs once; who calls it meanwhile waits for it, and after a failure the next call tries again. Services may go before. */
const downOf = (request: OpenStackRequest): Stack['down'] => {
  const { runtime, project, known, ownedByProcess, spec } = request;
  let removal: Promise<void> | undefined;
  const take = async (options: DownOptions, whole: boolean): Promise<DownReport> =>
    await takeDown({
      runtime, project, known, whole, preStop: hooksOf(spec, 'pre_stop'), graceMsOf: graceMsOf(request), images: imagesOf(request, options),
      options: { ...options, volumes: options.volumes ?? whole },
    });
  const remove = async (options: DownOptions): Promise<DownReport> => {
    const report = await take(options, ownedByProcess);
    runtime.close();
    return report;
  };
  return async (options = {}) => {
    if (removal !== undefined) {
      await removal;
      return NOTHING;
    }
    if (options.services !== undefined) {
      checkNames(request, options.services);
      return await take(options, false);
    }
    const removing = remove(options);
    removal = removing.then(() => {});
    removal.catch(() => (removal = undefined));
    return await removing;
  };
};

/** Handles for the running containers of a project. */
export const openStack = (request: OpenStackRequest): Stack => {
  const { runtime, project, spec } = request;
  const ports = new Map<string, PublishedPorts>();
  const services: Record<string, Service> = {};
  const refreshed = new Map<string, (fresh: PublishedPorts) => void>();
  /** Ports move with a start: every handle is told where they are now. */
  const onStarted = (listed: readonly ContainerSummary[]): void => {
    for (const [name, refresh] of refreshed) {
      const first = listed.find((container) => serviceOf(container) === name);
      if (first !== undefined) refresh(publishedPorts(asStackContainer(first).ports, runtime.host));
    }
  };
  const known = [...request.containers.keys()];
  const verbsRequest = { runtime, project, known, spec, onStarted };
  const plain = stackVerbs(verbsRequest);
  const faults = faultVerbs(verbsRequest, plain);
  const verbs = { ...plain, ...faults.ofStack };
  for (const [name, containers] of request.containers) {
    const published = publishedPorts(containers[0]?.ports ?? {}, runtime.host);
    ports.set(name, published);
    const { handle, refresh } = serviceHandle({
      runtime, project, service: name, containers, ports: published, verbs, faults: faults.ofService,
      onPorts: (fresh) => ports.set(name, fresh),
    });
    services[name] = handle;
    refreshed.set(name, refresh);
  }
  const find = (name: string): Service => {
    const service = services[name];
    if (service === undefined) throw unknownService(project, name, known);
    return service;
  };
  const down = faults.forgetting(downOf(request));
  return {
    project,
    services,
    warnings: request.warnings,
    timeline: request.timeline,
    ...verbs,
    ...imageVerbs({ runtime, project, known, spec }),
    ...stackLogs({ runtime, project, known }),
    get faults() { return faults.register.open; },
    heal: (options) => faults.register.heal(options),
    snapshot: () => snapshotOf(project, runtime.host, ports),
    config: () => requireSpec(spec, project, 'config').resolved.model,
    ps: (options) => listStatus({ runtime, project, known }, options),
    exec: async (service, command, options) => await find(service).exec(command, options),
    execDetached: async (service, command, options) => {
      await find(service).execDetached(command, options);
    },
    run: async (service, command, options = {}) => await runOneOff({ runtime, project, spec: requireSpec(spec, project, 'run'), service, command, options }),
    runDetached: async (service, command, options = {}) => await startOneOff({ runtime, project, spec: requireSpec(spec, project, 'run'), service, command, options }),
    down,
    [Symbol.asyncDispose]: async () => {
      await down({ volumes: true, timeoutMs: 0 });
    },
  };
};

/** Containers of a project by service, as the engine has them now, from one listing. */
export const findContainers = async (runtime: Runtime, project: string, signal?: AbortSignal): Promise<ReadonlyMap<string, readonly StackContainer[]>> => {
  const listed = await listContainers({ runtime, project, known: [] }, signal);
  const names = [...new Set(listed.map(serviceOf))].sort();
  return new Map(names.map((name) => [name, listed.filter((container) => serviceOf(container) === name).sort((a, b) => numberOf(a) - numberOf(b)).map(asStackContainer)]));
};
