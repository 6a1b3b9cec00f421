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
  /** How long one engine may take to answer before the next is tried, in milliseconds; default 2 000. */
  readonly answerWithinMs?: number | undefined;
}

/** An engine that answers, or why this one does not. */
type Contact = { readonly runtime: Runtime } | { readonly tried: TriedBackend; readonly state: 'denied' | 'silent' | 'unavailable' };

/** Contacts one candidate. Rejects only with the reason of the signal. */
export async function contact({ url, source, problem }: BackendCandidate, { signal, answerWithinMs = ANSWER_WITHIN_MS }: Omit<BackendOptions, 'env'>): Promise<Contact> {
  if (problem !== undefined) return { tried: { endpoint: url, source, reason: problem }, state: 'unavailable' };
  try {
    return { runtime: await connectRuntime(parseEndpoint(url), { signal, answerWithinMs }) };
  } catch (error) {
    signal?.throwIfAborted();
    const silent = error instanceof BackendError && (error.cause as { readonly name?: unknown } | undefined)?.name === 'TimeoutError';
    const denied = error instanceof BackendError && error.code === 'BACKEND_PERMISSION';
    return { tried: { endpoint: url, source, reason: reasonOf(error) }, state: denied ? 'denied' : silent ? 'silent' : 'unavailable' };
  }
}

const reasonOf = (error: unknown): string => (error instanceof BackendError ? error.tried[0]?.reason : undefined) ?? (error instanceof Error ? error.message : String(error));

function noneAnswers(tried: readonly TriedBackend[], denied: boolean): BackendError {
  const list = tried.map(({ endpoint, source, reason }) => `\n  ${endpoint} (${source}): ${reason}`).join('');
  const advice = denied
    ? 'Give this user access to the socket: on Linux add it to the group that owns it (sudo usermod -aG docker "$USER") and log in again, or use a rootless engine.'
    : tried.some(({ source }) => source === 'DOCKER_HOST' || source.startsWith('SEAWORTHY_BACKEND'))
      ? 'Nothing else was tried, because the environment names the engine: correct the variable or unset it.'
      : 'Start Docker or Podman, or point DOCKER_HOST or SEAWORTHY_BACKEND at an engine that runs.';
  return new BackendError(denied ? 'BACKEND_PERMISSION' : 'BACKEND_UNAVAILABLE', `No container engine answers. Tried:${list}\n${advice}`, { tried });
}

/**
 * Connects to the first engine that answers, in the order of `planCandidates`.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE, or BACKEND_PERMISSION when one is there and may not be used; `tried`
 * and the message say what was tried, what pointed there and why it failed.
 */
export async function connectBackend({ env = process.env, signal, answerWithinMs = ANSWER_WITHIN_MS }: BackendOptions = {}): Promise<Runtime> {
  const { machine, readText } = thisMachine(env);
  const tried: TriedBackend[] = [];
  const silent: BackendCandidate[] = [];
  let denied = false;
  for (const candidate of planCandidates(machine, readText)) {
    const answer = await contact(candidate, { signal, answerWithinMs });
    if ('runtime' in answer) return answer.runtime;
    tried.push(answer.tried);
    denied ||= answer.state === 'denied';
    if (answer.state === 'silent') silent.push(candidate);
  }
  for (const candidate of silent) {
    const answer = await contact(candidate, { signal, answerWithinMs: answerWithinMs * SECOND_CHANCE });
    if ('runtime' in answer) return answer.runtime;
    tried.splice(tried.findIndex(({ endpoint }) => endpoint === candidate.url), 1, answer.tried);
  }
  throw noneAnswers(tried, denied);
}
