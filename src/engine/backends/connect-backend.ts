import { BackendError } from '../../errors.ts';
import type { TriedBackend } from '../../errors.ts';
import { connectRuntime } from '../runtime/connect.ts';
import { parseEndpoint } from '../runtime/endpoint.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { planCandidates } from './candidates.ts';
import type { BackendCandidate } from './candidates.ts';
import { thisMachine } from './this-machine.ts';

const ANSWER_WITHIN_MS = 2_000;
/** How many times longer a silent engine gets when no other answers: it may be alive on a machine that is overloaded. */
const SECOND_CHANCE = 5;

export interface BackendOptions {
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * How long one engine may take to answer before the next is tried, in milliseconds; default 2 000. One behind SSH, and
   * a Podman that has to be started first, get five times as long to be reached.
   */
  readonly answerWithinMs?: number | undefined;
}

/** An engine that answers, or why this one does not. */
type Contact = { readonly runtime: Runtime } | { readonly tried: TriedBackend; readonly state: 'denied' | 'silent' | 'unavailable' };

/** Contacts one candidate. Rejects only with the reason of the signal. */
export async function contact({ url, source, problem, tls }: BackendCandidate, { env, signal, answerWithinMs = ANSWER_WITHIN_MS }: BackendOptions): Promise<Contact> {
  if (problem !== undefined) return { tried: { endpoint: url, source, reason: problem }, state: 'unavailable' };
  try {
    return { runtime: await connectRuntime(parseEndpoint(url, { tls }), { env, signal, answerWithinMs }) };
  } catch (error) {
    signal?.throwIfAborted();
    const silent = error instanceof BackendError && (error.cause as { readonly name?: unknown } | undefined)?.name === 'TimeoutError';
    const denied = error instanceof BackendError && error.code === 'BACKEND_PERMISSION';
    return { tried: { endpoint: url, source, reason: reasonOf(error) }, state: denied ? 'denied' : silent ? 'silent' : 'unavailable' };
  }
}

const reasonOf = (error: unknown): string => (error instanceof BackendError ? error.tried[0]?.reason : undefined) ?? (error instanceof Error ? error.message : String(error));

const isDecision = ({ source }: TriedBackend): boolean => source === 'DOCKER_HOST' || source.startsWith('SEAWORTHY_BACKEND');

function noneAnswers(tried: readonly TriedBackend[], denied: boolean): BackendError {
  const list = tried.map(({ endpoint, source, reason }) => `\n  ${endpoint} (${source}): ${reason}`).join('');
  const advice = denied
    ? 'Give this user access to the socket: on Linux add it to the group that owns it (sudo usermod -aG docker "$USER") and log in again, or use a rootless engine.'
    : tried.some(isDecision)
      ? 'Nothing else was tried, because the environment names the engine: correct the variable or unset it.'
      : tried.some(({ source }) => source.startsWith('setBackend'))
        ? 'Nothing else was tried, because setBackend names the engine: start it, or choose another one.'
        : 'Start Docker or Podman, or point DOCKER_HOST or SEAWORTHY_BACKEND at an engine that runs.';
  return new BackendError(denied ? 'BACKEND_PERMISSION' : 'BACKEND_UNAVAILABLE', `No container engine answers. Tried:${list}\n${advice}`, { tried });
}

/** The engine that answered, and what led to it. */
interface FoundBackend {
  readonly runtime: Runtime;
  readonly candidate: BackendCandidate;
}

/** As `connectBackend`, with what led to the engine. */
export async function findBackend({ env = process.env, signal, answerWithinMs = ANSWER_WITHIN_MS }: BackendOptions = {}): Promise<FoundBackend> {
  const { machine, readText } = thisMachine(env);
  const tried: TriedBackend[] = [];
  const silent: BackendCandidate[] = [];
  let denied = false;
  for (const candidate of planCandidates(machine, readText)) {
    const answer = await contact(candidate, { env, signal, answerWithinMs });
    if ('runtime' in answer) return { runtime: answer.runtime, candidate };
    tried.push(answer.tried);
    denied ||= answer.state === 'denied';
    if (answer.state === 'silent') silent.push(candidate);
  }
  for (const candidate of silent) {
    const answer = await contact(candidate, { env, signal, answerWithinMs: answerWithinMs * SECOND_CHANCE });
    if ('runtime' in answer) return { runtime: answer.runtime, candidate };
    tried.splice(tried.findIndex(({ endpoint }) => endpoint === candidate.url), 1, answer.tried);
  }
  throw noneAnswers(tried, denied);
}

/**
 * Connects to the first engine that answers, in the order of `planCandidates`.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE, or BACKEND_PERMISSION when one is there and may not be used; `tried`
 * and the message say what was tried, what pointed there and why it failed.
 */
export const connectBackend = async (options: BackendOptions = {}): Promise<Runtime> => (await findBackend(options)).runtime;
