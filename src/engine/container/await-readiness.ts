import { HealthError, PortError, StartError, TimeoutError, type FailureFacts } from '../../errors.ts';
import { awaitEndUnwatched } from '../lifecycle/await-end.ts';
import { gatherFacts, howItEnded } from '../lifecycle/failure.ts';
import { failureText } from '../lifecycle/failure-text.ts';
import { publishedPorts } from '../lifecycle/published-ports.ts';
import { abortable } from '../readiness/abortable.ts';
import { pause } from '../readiness/pause.ts';
import { portAccepts } from '../readiness/port-probe.ts';
import { pauseBeforeProbe } from '../readiness/probe-schedule.ts';
import { waitForHealthy, type ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { Address } from '../lifecycle/stack.ts';
import type { ContainerFacts, HealthcheckFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** `running`: started; `healthy`: its healthcheck succeeds; `ports`: its published TCP ports accept connections. */
export type Readiness = 'running' | 'healthy' | 'ports';

export interface ReadinessOptions {
  /** Default: `healthy` with a healthcheck, else `running`. `ports` needs a published TCP port. */
  readonly ready?: Readiness;
  /** How long it may take to be ready, in milliseconds; default 60 000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const PORT_INTERVAL_MS = 200;
const CONNECT_TIMEOUT_MS = 1_000;

const noHealthcheck = (name: string): HealthError =>
  new HealthError('HEALTHCHECK_MISSING', `Container "${name}" is waited for until it is healthy, but it has no healthcheck.\n  Add a healthcheck to its spec, or leave ready out.`);

const noPort = (name: string): PortError =>
  new PortError('PORT_NOT_PUBLISHED', `Container "${name}" is waited for until its ports accept, but it publishes no TCP port.\n  Add ports: ['80'] to its spec, with the port that it listens on, or leave ready out.`);

/** What tells of a container that does not run yet how it can be ready. */
interface Prospect {
  readonly name: string;
  readonly healthcheck: HealthcheckFacts | undefined;
  /** As `5432/tcp`. */
  readonly publishes: readonly string[];
}

/** Refuses to wait for what will never be, before anything is created or started. @throws HealthError, PortError */
export const checkReadiness = ({ name, healthcheck, publishes }: Prospect, ready: Readiness | undefined): void => {
  if (ready === 'healthy' && healthcheck === undefined) throw noHealthcheck(name);
  if (ready === 'ports' && !publishes.some((port) => port.endsWith('/tcp'))) throw noPort(name);
};

/** A container that was started. */
export interface Started {
  readonly id: string;
  readonly name: string;
  readonly healthcheck: HealthcheckFacts | undefined;
  /** What was seen of it after that; `null` when it was gone by then. */
  readonly facts: ContainerFacts | null;
}

interface Gate {
  readonly runtime: Runtime;
  readonly container: Started;
  readonly signal: AbortSignal;
  readonly onProbe: (probe: ProbeResult) => void;
}

const becomeHealthy = async ({ runtime, container, signal, onProbe }: Gate): Promise<'ready' | 'unhealthy'> => {
  if (container.healthcheck === undefined) throw noHealthcheck(container.name);
  const exec = (command: readonly string[], probeSignal: AbortSignal) => runtime.containers.exec(container.id, { command }, { signal: probeSignal });
  const verdict = await waitForHealthy({ healthcheck: container.healthcheck, exec, onProbe, signal });
  return verdict === 'healthy' ? 'ready' : 'unhealthy';
};

const tcpAddresses = (container: ContainerFacts, engineHost: string): readonly Address[] =>
  Object.entries(publishedPorts(container.ports, engineHost)).flatMap(([key, address]) => (key.endsWith('/tcp') && address !== undefined ? [address] : []));

/** The first of a running container's ports that does not accept. */
const firstClosed = async ({ runtime, signal }: Gate, container: ContainerFacts): Promise<Address | undefined> => {
  const addresses = tcpAddresses(container, runtime.host);
  // With a network that publishes nothing, as "host", the engine drops what the spec says.
  if (addresses.length === 0) throw noPort(container.name);
  const accept = await Promise.all(addresses.map(({ host, port }) => portAccepts(host, port, { timeoutMs: CONNECT_TIMEOUT_MS, signal })));
  return addresses[accept.indexOf(false)];
};

/** Looked up for each attempt: the engine chooses another host port when it starts the container again. */
const acceptOnPorts = async (gate: Gate): Promise<'ready'> => {
  const { runtime, signal, onProbe } = gate;
  for (let attempt = 0; ; attempt += 1) {
    await pause(pauseBeforeProbe(attempt, PORT_INTERVAL_MS), signal);
    const container = attempt === 0 ? gate.container.facts : await runtime.containers.inspect(gate.container.id, { signal });
    // One that has ended publishes nothing, and whoever waits for its end says so.
    if (container?.state.status !== 'running') continue;
    const closed = await firstClosed(gate, container);
    signal.throwIfAborted();
    if (closed === undefined) return 'ready';
    onProbe({ exitCode: null, output: `${closed.host}:${String(closed.port)} does not accept connections` });
  }
};

const end = async ({ runtime, container, signal }: Gate): Promise<'ended'> => {
  await awaitEndUnwatched(runtime, container.id, signal);
  return 'ended';
};

const whereToLook = ({ exitCode, logTail }: FailureFacts): string =>
  exitCode === undefined && logTail === undefined ? 'It was removed, and its log with it: leave rm out of its spec to learn why.' : 'Its log says why.';

const failure = async (outcome: 'unhealthy' | 'ended' | 'timeout', runtime: Runtime, container: Started, lastProbe: ProbeResult | undefined, timeoutMs: number): Promise<Error> => {
  const facts = await gatherFacts(runtime, { service: container.name, phase: 'ready', containerId: container.id, waiting: [], lastProbe });
  const subject = `Container "${container.name}"`;
  if (outcome === 'timeout') {
    return new TimeoutError(failureText(`${subject} was not ready within ${String(timeoutMs)} ms.`, facts, 'If it only needs more time, raise timeoutMs; else its probe and log say what it is missing.'), { facts });
  }
  if (outcome === 'unhealthy') {
    return new HealthError('SERVICE_UNHEALTHY', failureText(`${subject} is unhealthy: its healthcheck failed as often as its retries allow.`, facts, 'Look at the probe and the log; if it only needs more time, raise start_period or retries.'), { facts });
  }
  if (facts.outOfMemory === true) return new StartError('SERVICE_OUT_OF_MEMORY', failureText(`${subject} ran out of memory and was killed.`, facts, 'Raise its mem_limit, or give it less to do.'), { facts });
  return new StartError('SERVICE_EXITED', failureText(`${subject} ${howItEnded(facts)} before it was ready.`, facts, `${whereToLook(facts)} One that is meant to end is started without ready, and awaited with wait.`), { facts });
};

/**
 * Resolves when a started container is as ready as was asked for. One that ends before fails at that moment; without a
 * healthcheck and without `ready` nothing is waited for.
 */
export const awaitReadiness = async (runtime: Runtime, container: Started, options: ReadinessOptions, userSignal: AbortSignal | undefined): Promise<void> => {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, ready = container.healthcheck === undefined ? 'running' : 'healthy' } = options;
  if (ready === 'running') return;
  if (container.facts === null) throw await failure('ended', runtime, container, undefined, timeoutMs);
  const over = new AbortController();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([over.signal, timeout, ...(userSignal === undefined ? [] : [userSignal])]);
  let lastProbe: ProbeResult | undefined;
  const gate: Gate = { runtime, container, signal, onProbe: (probe) => (lastProbe = probe) };
  const racers = [ready === 'healthy' ? becomeHealthy(gate) : acceptOnPorts(gate), end(gate)];
  try {
    const outcome = await abortable(Promise.race(racers), signal);
    if (outcome !== 'ready') throw await failure(outcome, runtime, container, lastProbe, timeoutMs);
  } catch (error) {
    if (userSignal?.aborted === true) throw userSignal.reason;
    throw timeout.aborted && error === timeout.reason ? await failure('timeout', runtime, container, lastProbe, timeoutMs) : error;
  } finally {
    over.abort();
    // Whoever lost the race ends with this abort, which is nobody's error.
    await Promise.allSettled(racers);
  }
};
