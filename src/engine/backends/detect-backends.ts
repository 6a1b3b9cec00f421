import type { EngineFacts, EngineInfo, Runtime } from '../runtime/runtime.ts';
import { planCandidates } from './candidates.ts';
import type { BackendCandidate } from './candidates.ts';
import { kindOf } from './capabilities.ts';
import type { BackendKind } from './capabilities.ts';
import { contact } from './connect-backend.ts';
import type { BackendOptions } from './connect-backend.ts';
import { thisMachine } from './this-machine.ts';
import type { BackendName } from './usual-sockets.ts';

/** An engine that answers. */
export interface ReadyBackend {
  readonly endpoint: string;
  /** What pointed there. */
  readonly source: string;
  readonly state: 'ready';
  /** Whose it is, as far as its place or its own description tells. */
  readonly name: BackendName;
  /** Its column in the table of capabilities. */
  readonly kind: BackendKind;
  /** What the engine says about itself. */
  readonly facts: EngineFacts;
  readonly info: EngineInfo;
}

/** A place where an engine was looked for and none can be used. */
export interface MissingBackend {
  readonly endpoint: string;
  readonly source: string;
  /** `denied` is there and may not be used, `silent` takes connections and does not answer, `unavailable` is anything else. */
  readonly state: 'denied' | 'silent' | 'unavailable';
  /** Why it is not ready. */
  readonly reason: string;
}

/** One place where an engine was looked for, and what was found. */
export type DetectedBackend = ReadyBackend | MissingBackend;

/** An engine that has answered, in the words of `detectBackends`. */
export async function describeBackend(runtime: Runtime, { url, source, name }: BackendCandidate, signal?: AbortSignal): Promise<ReadyBackend> {
  const info = await runtime.info({ signal });
  const { facts } = runtime;
  return { endpoint: url, source, state: 'ready', name: name ?? facts.kind, kind: kindOf(facts.kind, info.rootless), facts: { ...facts, arch: info.arch }, info };
}

async function detect(candidate: BackendCandidate, options: BackendOptions): Promise<DetectedBackend> {
  const answer = await contact(candidate, options);
  const { url: endpoint, source } = candidate;
  if (!('runtime' in answer)) return { endpoint, source, state: answer.state, reason: answer.tried.reason };
  try {
    return await describeBackend(answer.runtime, candidate, options.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    return { endpoint, source, state: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    answer.runtime.close();
  }
}

const isStarted = ({ url }: BackendCandidate): boolean => url.startsWith('podman://');

/**
 * Contacts every place where an engine may be, all at once, and says what was found, in the order of preference. A
 * Podman is started only when none of its sockets answers.
 */
export async function detectBackends({ env = process.env, ...options }: BackendOptions = {}): Promise<readonly DetectedBackend[]> {
  const { machine, readText } = thisMachine(env);
  const candidates = planCandidates(machine, readText);
  const found = new Map(await Promise.all(candidates.filter((candidate) => !isStarted(candidate)).map(async (candidate) => [candidate, await detect(candidate, { env, ...options })] as const)));
  const podmanAnswers = [...found.values()].some((backend) => backend.state === 'ready' && backend.facts.kind === 'podman');
  if (!podmanAnswers) for (const candidate of candidates.filter(isStarted)) found.set(candidate, await detect(candidate, { env, ...options }));
  return candidates.flatMap((candidate) => found.get(candidate) ?? []);
}
