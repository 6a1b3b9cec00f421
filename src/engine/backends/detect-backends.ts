import type { EngineFacts } from '../runtime/runtime.ts';
import { planCandidates } from './candidates.ts';
import { contact } from './connect-backend.ts';
import type { BackendOptions } from './connect-backend.ts';
import { thisMachine } from './this-machine.ts';

/** One place where an engine was looked for, and what was found. */
export interface DetectedBackend {
  readonly endpoint: string;
  /** What pointed there. */
  readonly source: string;
  /** `ready` answers, `denied` is there and may not be used, `silent` takes connections and does not answer, `unavailable` is anything else. */
  readonly state: 'ready' | 'denied' | 'silent' | 'unavailable';
  /** What the engine says about itself, when it is ready. */
  readonly facts?: EngineFacts;
  /** Why it is not ready. */
  readonly reason?: string;
}

/** Contacts every place where an engine may be, all at once, and says what was found, in the order of preference. */
export async function detectBackends({ env = process.env, ...options }: BackendOptions = {}): Promise<readonly DetectedBackend[]> {
  const { machine, readText } = thisMachine(env);
  return Promise.all(
    planCandidates(machine, readText).map(async (candidate): Promise<DetectedBackend> => {
      const answer = await contact(candidate, options);
      const { url: endpoint, source } = candidate;
      if (!('runtime' in answer)) return { endpoint, source, state: answer.state, reason: answer.tried.reason };
      answer.runtime.close();
      return { endpoint, source, state: 'ready', facts: answer.runtime.facts };
    }),
  );
}
