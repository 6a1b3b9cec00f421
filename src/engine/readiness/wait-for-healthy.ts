import { ExecError } from '../../errors.ts';
import type { ExecOutcome, HealthcheckFacts } from '../runtime/containers.ts';
import { healthCommand } from './health-command.ts';
import { healthPolicy } from './health-policy.ts';
import { judgeProbe, startRecord } from './health-verdict.ts';
import { pause } from './pause.ts';
import { pauseBeforeProbe } from './probe-schedule.ts';

/** A probe as it is remembered for reports. */
export interface ProbeResult {
  /** `null` when it did not end within its timeout, or could not be run. */
  readonly exitCode: number | null;
  readonly output: string;
}

export interface HealthWait {
  readonly healthcheck: HealthcheckFacts;
  /** Runs the command in the container. */
  readonly exec: (command: readonly string[], signal: AbortSignal) => Promise<ExecOutcome>;
  readonly onProbe: (probe: ProbeResult) => void;
  readonly signal: AbortSignal;
}

/** What runc says, through the engine and as the command's own output, of a container that ends in that moment. */
const ENDING = /^(OCI runtime exec failed: .*)?cannot exec in a (stopped|deleted) state\b/;

/** `undefined`: the container was not running, so nothing was probed; whether it has ended is its watcher's to say. */
const runProbe = async (wait: HealthWait, command: readonly string[], timeoutMs: number): Promise<ProbeResult | undefined> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const { exitCode, stdout, stderr } = await wait.exec(command, AbortSignal.any([wait.signal, timeout]));
    const output = `${stdout}${stderr}`.trim();
    return exitCode === 126 && ENDING.test(output) ? undefined : { exitCode, output };
  } catch (error) {
    wait.signal.throwIfAborted();
    if (timeout.aborted) return { exitCode: null, output: `no answer within ${String(timeoutMs)} ms` };
    if (error instanceof ExecError && error.code === 'SERVICE_NOT_RUNNING') return undefined;
    return { exitCode: null, output: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * Runs a healthcheck's own command at once and then often, with a growing pause, until it succeeds or the service is
 * unhealthy by its own numbers. Rejects with the signal's reason when that comes first.
 */
export const waitForHealthy = async (wait: HealthWait): Promise<'healthy' | 'unhealthy'> => {
  const command = healthCommand(wait.healthcheck);
  if (command === undefined) return 'healthy';
  const policy = healthPolicy(wait.healthcheck);
  let record = startRecord(performance.now());
  for (let attempt = 0; ; attempt += 1) {
    await pause(pauseBeforeProbe(attempt, policy.intervalMs), wait.signal);
    const probe = await runProbe(wait, command, policy.timeoutMs);
    if (probe === undefined) continue;
    wait.onProbe(probe);
    const judged = judgeProbe(record, { exitCode: probe.exitCode, endedAtMs: performance.now() }, policy);
    if (judged.verdict !== 'undecided') return judged.verdict;
    record = judged.record;
  }
};
