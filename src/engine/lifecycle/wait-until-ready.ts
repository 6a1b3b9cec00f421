import { StartError } from '../../errors.ts';
import { hostAndPort } from '../plan/host-and-port.ts';
import { abortable } from '../readiness/abortable.ts';
import { pause } from '../readiness/pause.ts';
import { portAccepts } from '../readiness/port-probe.ts';
import { waitForHealthy, type ProbeResult } from '../readiness/wait-for-healthy.ts';
import { waitForPass, type Attempt } from '../readiness/wait-for-pass.ts';
import type { ContainerFacts, HealthcheckFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerWatch } from './container-watch.ts';
import { gatherFacts, unhealthyError } from './failure.ts';
import { publishedPorts } from './published-ports.ts';
import { wherePortAnswers } from './where-port-answers.ts';

export interface ReadinessRequest {
  readonly runtime: Runtime;
  readonly containerId: string;
  readonly service: string;
  readonly watch: ContainerWatch;
  /** When its last run ended, by the engine's clock: what the engine said of its health until then is of no meaning. */
  readonly endedAtMs?: number | undefined;
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
/** Pause between two looks at a container that is about to be started again. */
const LOOK_AGAIN_MS = 100;

const unhealthy = async (request: ReadinessRequest, lastProbe: ProbeResult | undefined): Promise<Error> =>
  unhealthyError(
    await gatherFacts(request.runtime, { service: request.service, phase: 'ready', containerId: request.containerId, waiting: request.waiting(), lastProbe }),
  );

/** Our own probes and the engine's race; whichever decides first is believed. */
const becomeHealthy = async (request: ReadinessRequest, healthcheck: HealthcheckFacts): Promise<void> => {
  const { runtime, containerId, watch, endedAtMs } = request;
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
    watch.healthStatus(containerId, 'healthy', endedAtMs).then(() => 'healthy' as const),
    watch.healthStatus(containerId, 'unhealthy', endedAtMs).then(() => 'unhealthy' as const),
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

const portsAccept = async ({ runtime, signal, onProbe }: ReadinessRequest, container: ContainerFacts): Promise<void> => {
  const keys = Object.entries(publishedPorts(container.ports, runtime.host)).flatMap(([key, address]) => (key.endsWith('/tcp') && address !== undefined ? [key] : []));
  const accept = async (key: string): Promise<void> => {
    const look = wherePortAnswers(runtime, container, key);
    const attempt: Attempt = async () => {
      const seen = await look(signal);
      if ('unknown' in seen) return { passed: false, seen: seen.unknown };
      if (await portAccepts(seen.address.host, seen.address.port, { timeoutMs: CONNECT_TIMEOUT_MS, signal })) return { passed: true };
      return { passed: false, seen: `${hostAndPort(seen.address)} does not accept connections` };
    };
    await waitForPass(attempt, { intervalMs: PORT_INTERVAL_MS, signal, onMiss: (output) => onProbe({ exitCode: null, output }) });
  };
  await Promise.all(keys.map(accept));
};

/** The container once it runs. Whether one that has ended is started again is its watcher's to tell, who ends this by the signal. */
const look = async ({ runtime, containerId, service, signal }: Omit<ReadinessRequest, 'healthcheck'>): Promise<ContainerFacts> => {
  for (;;) {
    const container = await runtime.containers.inspect(containerId, { signal });
    if (container === null) {
      throw new StartError('RESOURCE_MISSING', `The container of service "${service}" was removed while it was waited for.\n  Something else removes containers of this project; keep it away while the stack comes up.`, { service });
    }
    // One that the engine is about to start again counts as running there, and has no ports yet.
    if (container.state.running && container.state.status !== 'restarting') return container;
    await pause(LOOK_AGAIN_MS, signal);
  }
};

/** Resolves once a started container is healthy or, without a healthcheck, accepts connections on its published TCP ports. */
export const becomeReady = async (request: ReadinessRequest): Promise<void> => {
  if (request.healthcheck !== undefined) await becomeHealthy(request, request.healthcheck);
  else await portsAccept(request, await look(request));
};

/** Resolves with what is known about a started container once it is healthy or, without a healthcheck, has stayed up for a moment. */
export const waitUntilReady = async (request: Omit<ReadinessRequest, 'healthcheck'>): Promise<ContainerFacts> => {
  const { healthcheck } = await look(request);
  if (healthcheck === undefined) await pause(STAYS_UP_MS, request.signal);
  else await becomeHealthy({ ...request, healthcheck }, healthcheck);
  // It may have been started again meanwhile, with other ports.
  return await look(request);
};
