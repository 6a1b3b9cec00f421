import { BackendError, HealthError, StartError, TimeoutError, type FailureFacts, type Phase } from '../../errors.ts';
import type { Redact } from '../plan/redactor.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { failureText } from './failure-text.ts';
import { redactorOf } from './redactor-of.ts';

/** Lines of the log that a failed start shows. */
const LOG_TAIL = 20;

export interface FailedService {
  readonly service: string;
  readonly phase: Phase;
  readonly containerId: string;
  readonly lastProbe?: ProbeResult | undefined;
  readonly waiting: readonly string[];
  /** The container as it was just seen, to save another look. */
  readonly seen?: ContainerFacts | null;
}

/** A look that takes longer than this is given up: the failure is told without it. */
const LOOK_MS = 5_000;

const isGone = (error: unknown): boolean => error instanceof StartError && error.code === 'RESOURCE_MISSING';

/** What an engine that does not answer, or a container that is gone, leaves unknown is left out of the report; the failure itself is told all the same. */
const orUnknown = async <T>(look: Promise<T>, signal: AbortSignal): Promise<T | undefined> => {
  try {
    return await look;
  } catch (error) {
    if (signal.aborted || error instanceof BackendError || isGone(error)) return undefined;
    throw error;
  }
};

/** Where the secrets of a container cannot be known, nothing that may hold one is told. */
const hideAll: Redact = () => '(left out: the engine did not say which secrets the container has)';

/** Looks at a failed service while its container still exists. */
export const gatherFacts = async (runtime: Runtime, failed: FailedService): Promise<FailureFacts> => {
  const signal = AbortSignal.timeout(LOOK_MS);
  const [container, lines] = await Promise.all([
    failed.seen ?? orUnknown(runtime.containers.inspect(failed.containerId, { signal }), signal),
    orUnknown(logTail(runtime, failed.containerId, signal), signal),
  ]);
  const ended = container !== undefined && container !== null && !container.state.running && container.state.status !== 'created';
  const redact = container === undefined || container === null ? hideAll : ((await orUnknown(redactorOf(runtime, container, signal), signal)) ?? hideAll);
  return {
    service: failed.service,
    phase: failed.phase,
    waiting: failed.waiting,
    ...(container === undefined || container === null ? {} : { container: container.name }),
    ...(ended ? { exitCode: container.state.exitCode, outOfMemory: container.state.outOfMemory } : {}),
    ...(failed.lastProbe === undefined ? {} : { lastProbe: { ...failed.lastProbe, output: redact(failed.lastProbe.output) } }),
    ...(lines === undefined ? {} : { logTail: lines.map(redact) }),
  };
};

const logTail = async (runtime: Runtime, id: string, signal: AbortSignal): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of runtime.containers.logs(id, { tail: LOG_TAIL, signal })) lines.push(line.text);
  return lines;
};

const quoted = (facts: FailureFacts): string => `Service "${facts.service}"`;

/** How something ended, as far as that is known: of one that was removed at its end nothing is. */
export const howItEnded = ({ exitCode }: FailureFacts): string => (exitCode === undefined ? 'ended' : `exited with code ${String(exitCode)}`);

/** A service that ended while it was waited for. */
export const exitedError = (facts: FailureFacts): StartError =>
  facts.outOfMemory === true
    ? new StartError(
        'SERVICE_OUT_OF_MEMORY',
        failureText(`${quoted(facts)} ran out of memory and was killed.`, facts, 'Raise its mem_limit (or deploy.resources.limits.memory), or give it less to do.'),
        { service: facts.service, facts },
      )
    : new StartError(
        'SERVICE_EXITED',
        failureText(`${quoted(facts)} ${howItEnded(facts)} before it was ready.`, facts, 'Its log says why. A service that is meant to end must be waited for with service_completed_successfully.'),
        { service: facts.service, facts },
      );

export const unhealthyError = (facts: FailureFacts): HealthError =>
  new HealthError(
    'SERVICE_UNHEALTHY',
    failureText(`${quoted(facts)} is unhealthy: its healthcheck failed as often as its retries allow.`, facts, 'Look at the probe and the log; if it only needs more time, raise start_period or retries.'),
    { service: facts.service, facts },
  );

export const noHealthcheckError = (service: string, waiting: readonly string[]): HealthError =>
  new HealthError(
    'HEALTHCHECK_MISSING',
    `Service "${service}" has no healthcheck, but ${waiting.map((name) => `"${name}"`).join(', ')} waits for it to be healthy.\n  Add a healthcheck to "${service}", or wait for service_started.`,
    { service },
  );

/** An `up` that ran out of time, told by the service that holds everything up. */
export const timeoutError = (facts: FailureFacts, timeoutMs: number): TimeoutError =>
  new TimeoutError(
    failureText(`${quoted(facts)} was not ready within ${String(timeoutMs)} ms.`, facts, 'If it only needs more time, raise timeoutMs; else its probe and log say what it is missing.'),
    { service: facts.service, facts },
  );
