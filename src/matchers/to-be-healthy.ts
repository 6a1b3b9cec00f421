import { healthCommand } from '../engine/readiness/health-command.ts';
import type { Service } from '../engine/lifecycle/stack.ts';
import type { ContainerState, ExecOutcome, HealthcheckFacts } from '../engine/runtime/containers.ts';
import { ExecError } from '../errors.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import { stateText } from './state-text.ts';
import type { Verdict } from './verdict.ts';

/** The engine's default for a healthcheck that says nothing of it. */
const PROBE_TIMEOUT_MS = 30_000;

/** What a probe just said: how it ended, or that it did not in time. */
export type ProbeAnswer = Pick<ExecOutcome, 'exitCode' | 'stdout' | 'stderr'> | 'no answer';

/** From what the container does and, where it runs, from what its probe said. */
export function healthyVerdict(state: ContainerState, probe: ProbeAnswer | undefined): Verdict {
  if (probe === undefined) return { holds: false, seen: stateText(state) };
  const rows = state.health === undefined ? [] : [['engine', `says ${state.health.status}, by its own probes`] as const];
  if (probe === 'no answer') return { holds: false, seen: 'its healthcheck did not end within its timeout', rows };
  const output = `${probe.stdout}${probe.stderr}`.trim();
  return {
    holds: probe.exitCode === 0,
    seen: `its healthcheck ${probe.exitCode === 0 ? 'passes' : `fails with exit code ${probe.exitCode}`}`,
    rows: [['probe', output === '' ? 'no output' : output], ...rows],
  };
}

/**
 * The service runs and its healthcheck passes now: its own command is run, without waiting for its interval, so this
 * also sees what the engine's last probe is too old to know.
 *
 * @throws MatcherError MATCHER_MISUSED for a service without a healthcheck
 */
export async function toBeHealthy(this: MatcherContext, received: unknown, options: MatcherOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toBeHealthy', received);
  const timeoutMs = budgetMs('toBeHealthy', options);
  const look = async (): Promise<Verdict> => {
    const { state, healthcheck } = await service.inspect(options);
    const command = healthcheck === undefined ? undefined : healthCommand(healthcheck);
    if (healthcheck === undefined || command === undefined) {
      throw misuse(`toBeHealthy is about a healthcheck, and service "${service.name}" has none.`, 'Add a healthcheck to the service, or use toBeRunning().', service.name);
    }
    return healthyVerdict(state, state.status === 'running' ? await probe(service, command, healthcheck, options.signal) : undefined);
  };
  return await askService({ service, expectation: 'be healthy', isNot: this.isNot === true, look, timeoutMs, signal: options.signal });
}

async function probe(service: Service, command: readonly string[], { timeoutMs = PROBE_TIMEOUT_MS }: HealthcheckFacts, signal: AbortSignal | undefined): Promise<ProbeAnswer | undefined> {
  const outOfTime = AbortSignal.timeout(timeoutMs);
  try {
    return await service.exec(command, { signal: signal === undefined ? outOfTime : AbortSignal.any([signal, outOfTime]) });
  } catch (error) {
    if (outOfTime.aborted && signal?.aborted !== true) return 'no answer';
    // It ended between the two looks; the next one says how.
    if (error instanceof ExecError && error.code === 'SERVICE_NOT_RUNNING') return undefined;
    throw error;
  }
}
