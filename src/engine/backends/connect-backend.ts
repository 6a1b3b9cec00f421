import { BackendError } from '../../errors.ts';
import type { TriedBackend } from '../../errors.ts';
import { connectRuntime } from '../runtime/connect.ts';
import { parseEndpoint } from '../runtime/endpoint.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { planCandidates } from './candidates.ts';
import type { BackendCandidate } from './candidates.ts';
import { thisMachine } from './this-machine.ts';

/** How long one engine may take to answer, in milliseconds; a socket nobody serves must not hold up the next one. */
const ANSWER_WITHIN_MS = 2_000;

export interface BackendOptions {
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An engine that answers, or why this one does not. */
type Contact = { readonly runtime: Runtime } | { readonly tried: TriedBackend; readonly denied: boolean };

/** Contacts one candidate. Rejects only with the reason of the signal. */
export async function contact({ url, source, problem }: BackendCandidate, signal: AbortSignal | undefined): Promise<Contact> {
  if (problem !== undefined) return { tried: { endpoint: url, source, reason: problem }, denied: false };
  const tooLong = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return { runtime: await connectRuntime(parseEndpoint(url), { signal: signal === undefined ? tooLong : AbortSignal.any([signal, tooLong]) }) };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = tooLong.aborted ? `it did not answer within ${ANSWER_WITHIN_MS / 1000} s` : reasonOf(error);
    return { tried: { endpoint: url, source, reason }, denied: error instanceof BackendError && error.code === 'BACKEND_PERMISSION' };
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
export async function connectBackend({ env = process.env, signal }: BackendOptions = {}): Promise<Runtime> {
  const { machine, readText } = thisMachine(env);
  const tried: TriedBackend[] = [];
  let anyDenied = false;
  for (const candidate of planCandidates(machine, readText)) {
    const answer = await contact(candidate, signal);
    if ('runtime' in answer) return answer.runtime;
    tried.push(answer.tried);
    anyDenied ||= answer.denied;
  }
  throw noneAnswers(tried, anyDenied);
}
