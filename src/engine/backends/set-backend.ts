import { planCandidates } from './candidates.ts';
import { chooseBackend } from './chosen-backend.ts';
import { thisMachine } from './this-machine.ts';

/**
 * Chooses the engine of every later call in this process: a name such as `podman`, an address, or a list of these, of
 * which the first that answers is used. It goes before SEAWORTHY_BACKEND, DOCKER_HOST and contexts; `undefined` takes
 * it back. Stacks that are up, and the handles of single containers, stay where they are. Workers of a test runner are
 * processes of their own: set SEAWORTHY_BACKEND for all of them.
 *
 * @throws BackendError with BACKEND_UNAVAILABLE for a name that is none. Whether the engine answers shows at first use.
 */
export function setBackend(names: string | readonly string[] | undefined): void {
  const chosen = names === undefined ? undefined : (typeof names === 'string' ? [names] : [...names]);
  const { machine, readText } = thisMachine(process.env);
  planCandidates({ ...machine, chosen }, readText);
  chooseBackend(chosen);
}
