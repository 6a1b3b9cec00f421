import type { CallOptions } from '../lifecycle/stack.ts';
import { planCandidates } from './candidates.ts';
import { chooseBackend } from './chosen-backend.ts';
import { findBackend } from './connect-backend.ts';
import { describeBackend } from './detect-backends.ts';
import type { ReadyBackend } from './detect-backends.ts';
import { thisMachine } from './this-machine.ts';

/**
 * Chooses the engine of every later call in this process: a name such as `podman`, an address, or a list of these, of
 * which the first that answers is used. It goes before SEAWORTHY_BACKEND, DOCKER_HOST and contexts; `undefined` takes
 * it back. Stacks that are up stay where they are. Workers of a test runner are processes of their own: set
 * SEAWORTHY_BACKEND for all of them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE for a name that is none. Whether the engine answers shows at first use.
 */
export function setBackend(names: string | readonly string[] | undefined): void {
  const chosen = names === undefined ? undefined : (typeof names === 'string' ? [names] : [...names]);
  const { machine, readText } = thisMachine(process.env);
  planCandidates({ ...machine, chosen }, readText);
  chooseBackend(chosen);
}

/**
 * The engine that a call would use now: where it was found, what it is, and its column in the table of capabilities.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE or BACKEND_PERMISSION when none answers.
 */
export async function getBackend({ signal }: CallOptions = {}): Promise<ReadyBackend> {
  const { runtime, candidate } = await findBackend({ signal });
  try {
    return await describeBackend(runtime, { ...candidate, url: runtime.endpoint }, signal);
  } finally {
    runtime.close();
  }
}
