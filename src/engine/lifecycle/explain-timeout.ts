import { TimeoutError, type Phase } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { BringUpRequest } from './bring-up.ts';
import { gatherFacts, timeoutError } from './failure.ts';

/** Those further along hold up those that wait for them. */
const BLAMED: readonly Phase[] = ['ready', 'start', 'create', 'image'];

/** Finds the service that an `up` was waiting for when its time ran out, and looks at it. */
export const explainTimeout = async (request: BringUpRequest, timeoutMs: number): Promise<Error> => {
  const { runtime, plan, progress } = request;
  const states = [...progress.services];
  const phase = BLAMED.find((candidate) => states.some(([, state]) => state.phase === candidate)) ?? 'ready';
  const [service, state] = states.find(([, candidate]) => candidate.phase === phase) ?? ['', undefined];
  const waiting = states.filter(([, other]) => other.waitsFor.includes(service)).map(([name]) => name);
  const containers = await runtime.containers.list([`${COMPOSE_LABEL.project}=${plan.project}`, `${COMPOSE_LABEL.service}=${service}`], { all: true });
  const [container] = containers;
  if (container === undefined || phase === 'image') {
    return new TimeoutError(`The stack was not ready within ${String(timeoutMs)} ms: service "${service}" was in phase ${phase}.\n  If it only needs more time, raise timeoutMs.`, { service });
  }
  return timeoutError(await gatherFacts(runtime, { service, phase, containerId: container.id, waiting, lastProbe: state?.lastProbe }), timeoutMs);
};
