import { ExecError } from '../../errors.ts';
import type { ReadyProbe } from '../plan/ready-probes.ts';
import { abortable } from '../readiness/abortable.ts';
import { askHttp } from '../readiness/http-probe.ts';
import { portAccepts } from '../readiness/port-probe.ts';
import { waitForPass, type Attempt } from '../readiness/wait-for-pass.ts';
import type { ProbeResult } from '../readiness/wait-for-healthy.ts';
import type { ContainerFacts } from '../runtime/containers.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { publishedPorts } from './published-ports.ts';

export interface ReadyProbesRequest {
  readonly runtime: Runtime;
  readonly container: ContainerFacts;
  readonly probes: readonly ReadyProbe[];
  readonly signal: AbortSignal;
  readonly onProbe: (probe: ProbeResult) => void;
}

type Of<Kind extends ReadyProbe['kind']> = Extract<ReadyProbe, { readonly kind: Kind }>;

const addressOf = ({ runtime, container }: ReadyProbesRequest, port: number): { readonly host: string; readonly port: number } | undefined =>
  publishedPorts(container.ports, runtime.host)[`${String(port)}/tcp`];

const notPublished = (port: number): { readonly passed: false; readonly seen: string } => ({ passed: false, seen: `port ${String(port)} is not published` });

const tryPort = (request: ReadyProbesRequest, { port, timeoutMs }: Of<'port'>): Attempt => async (signal) => {
  const address = addressOf(request, port);
  if (address === undefined) return notPublished(port);
  if (await portAccepts(address.host, address.port, { timeoutMs, signal })) return { passed: true };
  return { passed: false, seen: `port ${String(port)} (${address.host}:${String(address.port)}) does not accept connections` };
};

const tryHttp = (request: ReadyProbesRequest, { port, path, statuses, timeoutMs }: Of<'http'>): Attempt => async (signal) => {
  const address = addressOf(request, port);
  if (address === undefined) return notPublished(port);
  const url = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${String(address.port)}${path}`;
  const answer = await askHttp(url, { timeoutMs, signal });
  if ('failure' in answer) return { passed: false, seen: `GET ${url}: ${answer.failure}` };
  if (statuses.length === 0 ? answer.status < 400 : statuses.includes(answer.status)) return { passed: true };
  return { passed: false, seen: `GET ${url}: status ${String(answer.status)}, expected ${statuses.length === 0 ? 'one below 400' : statuses.join(' or ')}` };
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

/**
 * Reads the log of this run of the container and on, until enough lines match. A run begins where the one before ended:
 * what it writes first may be older than the moment that the engine notes as its start.
 */
const awaitLog = async ({ runtime, container, signal, onProbe }: ReadyProbesRequest, { text, pattern, times }: Of<'log'>): Promise<void> => {
  const wanted = text === undefined ? String(pattern) : JSON.stringify(text);
  let found = 0;
  onProbe({ exitCode: null, output: `no log line with ${wanted} yet` });
  for await (const line of runtime.containers.logs(container.id, { follow: true, sinceMs: container.state.finishedAtMs, signal })) {
    if (text === undefined ? pattern?.test(line.text) === true : line.text.includes(text)) found += 1;
    if (found >= times) return;
    onProbe({ exitCode: null, output: `${String(found)} of ${String(times)} log lines with ${wanted}; the last line was ${JSON.stringify(line.text)}` });
  }
  // The log ends with the container, which is its watcher's to tell.
  await abortable(new Promise<never>(() => {}), signal);
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
