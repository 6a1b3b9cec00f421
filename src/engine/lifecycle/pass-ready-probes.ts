import { ExecError } from '../../errors.ts';
import { hostAndPort } from '../plan/host-and-port.ts';
import type { ReadyProbe } from '../plan/ready-probes.ts';
import { askHttp } from '../readiness/http-probe.ts';
import { pause } from '../readiness/pause.ts';
import { portAccepts } from '../readiness/port-probe.ts';
import { waitForPass, type Attempt } from '../readiness/wait-for-pass.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { wherePortAnswers } from './where-port-answers.ts';

/** Pause between two looks for the run that follows on another. */
const NEXT_RUN_LOOK_MS = 100;

export interface ReadyProbesRequest {
  readonly runtime: Runtime;
  readonly container: ContainerFacts;
  readonly probes: readonly ReadyProbe[];
  readonly signal: AbortSignal;
  readonly onProbe: (probe: ProbeResult) => void;
}

type Of<Kind extends ReadyProbe['kind']> = Extract<ReadyProbe, { readonly kind: Kind }>;

const tryPort = ({ runtime, container }: ReadyProbesRequest, { port, timeoutMs }: Of<'port'>): Attempt => {
  const look = wherePortAnswers(runtime, container, `${String(port)}/tcp`);
  return async (signal) => {
    const seen = await look(signal);
    if ('unknown' in seen) return { passed: false, seen: seen.unknown };
    if (await portAccepts(seen.address.host, seen.address.port, { timeoutMs, signal })) return { passed: true };
    return { passed: false, seen: `port ${String(port)} (${hostAndPort(seen.address)}) does not accept connections` };
  };
};

const tryHttp = ({ runtime, container }: ReadyProbesRequest, { port, path, statuses, timeoutMs }: Of<'http'>): Attempt => {
  const look = wherePortAnswers(runtime, container, `${String(port)}/tcp`);
  return async (signal) => {
    const seen = await look(signal);
    if ('unknown' in seen) return { passed: false, seen: seen.unknown };
    const url = `http://${hostAndPort(seen.address)}${path}`;
    const answer = await askHttp(url, { timeoutMs, signal });
    if ('failure' in answer) return { passed: false, seen: `GET ${url}: ${answer.failure}` };
    if (statuses.length === 0 ? answer.status < 400 : statuses.includes(answer.status)) return { passed: true };
    return { passed: false, seen: `GET ${url}: status ${String(answer.status)}, expected ${statuses.length === 0 ? 'one below 400' : statuses.join(' or ')}` };
  };
};

const tryExec = ({ runtime, container }: ReadyProbesRequest, { command, timeoutMs }: Of<'exec'>): Attempt => async (signal) => {
  const tooLong = AbortSignal.timeout(timeoutMs);
  try {
    const { exitCode, stdout, stderr } = await runtime.containers.exec(container.id, { command }, { signal: AbortSignal.any([signal, tooLong]) });
    return exitCode === 0 ? { passed: true } : { passed: false, seen: `${JSON.stringify(command)}: exit ${String(exitCode)}${`${stdout}${stderr}`.trim() === '' ? '' : `: ${`${stdout}${stderr}`.trim()}`}` };
  } catch (error) {
    signal.throwIfAborted();
    if (tooLong.aborted) return { passed: false, seen: `${JSON.stringify(command)}: no answer within ${String(timeoutMs)} ms` };
    // Whether it has ended is its watcher's to say.
    if (error instanceof ExecError) return { passed: false, seen: error.message };
    throw error;
  }
};

/** Reads the log of one run of the container, until enough lines match (true) or the log has ended with the run (false). */
const logShows = async ({ runtime, signal, onProbe }: ReadyProbesRequest, run: ContainerFacts, { text, pattern, times }: Of<'log'>): Promise<boolean> => {
  const wanted = text === undefined ? String(pattern) : JSON.stringify(text);
  let found = 0;
  // A run begins where the one before ended: what it writes first may be older than what the engine notes as its start.
  for await (const line of runtime.containers.logs(run.id, { follow: true, sinceMs: run.state.finishedAtMs, signal })) {
    if (text === undefined ? pattern?.test(line.text) === true : line.text.includes(text)) found += 1;
    if (found >= times) return true;
    onProbe({ exitCode: null, output: `${String(found)} of ${String(times)} log lines with ${wanted}; the last line was ${JSON.stringify(line.text)}` });
  }
  return false;
};

/** The container in its next run. Whether there will be one is its watcher's to tell, who ends this by the signal. */
const nextRun = async ({ runtime, signal }: ReadyProbesRequest, last: ContainerFacts): Promise<ContainerFacts> => {
  for (;;) {
    await pause(NEXT_RUN_LOOK_MS, signal);
    const seen = await runtime.containers.inspect(last.id, { signal });
    if (seen?.state.status === 'running' && seen.state.startedAtMs !== last.state.startedAtMs) return seen;
  }
};

/** Resolves when one run of the container, this one or a later one, has logged enough lines that match. */
const awaitLog = async (request: ReadyProbesRequest, probe: Of<'log'>): Promise<void> => {
  request.onProbe({ exitCode: null, output: `no log line with ${probe.text === undefined ? String(probe.pattern) : JSON.stringify(probe.text)} yet` });
  for (let run = request.container; !(await logShows(request, run, probe)); ) run = await nextRun(request, run);
};

const pass = async (request: ReadyProbesRequest, probe: ReadyProbe): Promise<void> => {
  const options = { intervalMs: probe.intervalMs, signal: request.signal, onMiss: (seen: string) => request.onProbe({ exitCode: null, output: seen }) };
  switch (probe.kind) {
    case 'port':
      await waitForPass(tryPort(request, probe), options);
      break;
    case 'http':
      await waitForPass(tryHttp(request, probe), options);
      break;
    case 'exec':
      await waitForPass(tryExec(request, probe), options);
      break;
    case 'log':
      await awaitLog(request, probe);
      break;
    case 'exit':
      // Its end is waited for by whoever watches the container.
      break;
  }
};

/** Resolves when a container shows all that `x-seaworthy.ready` asks for. */
export const passReadyProbes = async (request: ReadyProbesRequest): Promise<void> => {
  await Promise.all(request.probes.map((probe) => pass(request, probe)));
};
