import { StartError } from '../../errors.ts';
import { abortable } from '../readiness/abortable.ts';
import { pause } from '../readiness/pause.ts';
import { portAccepts } from '../readiness/port-probe.ts';
import { pauseBeforeProbe } from '../readiness/probe-schedule.ts';
import { waitForHealthy, type ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts, HealthcheckFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';
import { gatherFacts, unhealthyError } from './failure.ts';
import { publishedPorts } from './published-ports.ts';

export interface ReadinessRequest {
  readonly runtime: Runtime;
  readonly containerId: string;
  readonly service: string;
  readonly watch: ContainerWatch;
  /** Aborts with the error when the container ends or time runs out: this function only waits for success. */
  readonly signal: AbortSignal;
  /** Services that wait for this one, for the error. */
  readonly waiting: () => readonly string[];
  readonly onProbe: (probe: ProbeResult) => void;
  /** What decides whether it is ready; without one its published TCP ports have to accept connections. */
  readonly healthcheck: HealthcheckFacts | undefined;
}

/** Longest pause between two looks at a port. */
const PORT_INTERVAL_MS = 200;
/**
 * The engine says "running" also of a process that has ended just now. Asked again after this, it answers only when it
 * has taken note of the end; its event may come much later.
 */
const STAYS_UP_MS = 250;
const CONNECT_TIMEOUT_MS = 1000;

const unhealthy = async (request: ReadinessRequest, lastProbe: ProbeResult | undefined): Promise<Error> =>
  unhealthyError(
    await gatherFacts(request.runtime, { service: request.service, phase: 'ready', containerId: request.containerId, waiting: request.waiting(), lastProbe }),
  );

/** Our own probes and the engine's race; whichever decides first is believed. */
const becomeHealthy = async (request: ReadinessRequest, healthcheck: HealthcheckFacts): Promise<void> => {
  const { runtime, containerId, watch } = request;
  const decided = new AbortController();
  const signal = AbortSignal.any([request.signal, decided.signal]);
  let lastProbe: ProbeResult | undefined;
  const own = waitForHealthy({
    healthcheck,
    exec: (command, probeSignal) => runtime.containers.exec(containerId, { command }, { signal: probeSignal }),
    onProbe: (probe) => {
      lastProbe = probe;
      request.onProbe(probe);
    },
    signal,
  });
  const engine = Promise.race([
    watch.healthStatus(containerId, 'healthy').then(() => 'healthy' as const),
    watch.healthStatus(containerId, 'unhealthy').then(() => 'unhealthy' as const),
  ]);
  try {
    const verdict = await Promise.race([own, abortable(engine, signal)]);
    if (verdict === 'unhealthy') throw await unhealthy(request, lastProbe);
  } finally {
    decided.abort();
    // The loser of the race ends with the abort, which is nobody's error.
    await own.catch(() => {});
  }
};

const portsAccept = async (request: ReadinessRequest, container: ContainerFacts): Promise<void> => {
  const ports = Object.entries(publishedPorts(container.ports, request.runtime.host)).filter(([key]) => key.endsWith('/tcp'));
  await Promise.all(
    ports.map(async ([, address]) => {
      if (address === undefined) return;
      for (let attempt = 0; ; attempt += 1) {
        await pause(pauseBeforeProbe(attempt, PORT_INTERVAL_MS), request.signal);
        if (await portAccepts(address.host, address.port, { timeoutMs: CONNECT_TIMEOUT_MS, signal: request.signal })) return;
        request.signal.throwIfAborted();
        request.onProbe({ exitCode: null, output: `${address.host}:${String(address.port)} does not accept connections` });
      }
    }),
  );
};

/** The container as it is, running; one that has ended never comes back from here, since its watcher tells of the end. */
const look = async (request: ReadinessRequest): Promise<ContainerFacts> => {
  const container = await request.runtime.containers.inspect(request.containerId, { signal: request.signal });
  if (container === null) {
    throw new StartError('RESOURCE_MISSING', `The container of service "${request.service}" was removed while it was waited for.\n  Something else removes containers of this project; keep it away while the stack comes up.`, { service: request.service });
  }
  if (!container.state.running) return await abortable(new Promise<never>(() => {}), request.signal);
  return container;
};

/** Resolves once a started container is healthy or, without a healthcheck, accepts connections on its published TCP ports. */
export const becomeReady = async (request: ReadinessRequest): Promise<void> => {
  if (request.healthcheck !== undefined) await becomeHealthy(request, request.healthcheck);
  else await portsAccept(request, await look(request));
};

/** Resolves with what is known about a started container once it is healthy or, without a healthcheck, has stayed up for a moment. */
export const waitUntilReady = async (request: Omit<ReadinessRequest, 'healthcheck'>): Promise<ContainerFacts> => {
  const container = await look({ ...request, healthcheck: undefined });
  const { healthcheck } = container;
  if (healthcheck !== undefined) {
    await becomeHealthy({ ...request, healthcheck }, healthcheck);
    return container;
  }
  await pause(STAYS_UP_MS, request.signal);
  return await look({ ...request, healthcheck });
};
