import { BackendError, TimeoutError, type Phase } from '../../errors.ts';
import { COMPOSE_LABEL } from '../plan/labels.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { BringUpRequest } from './bring-up.ts';
import { gatherFacts, timeoutError } from './failure.ts';

/** Those further along hold up those that wait for them. */
const BLAMED: readonly Phase[] = ['ready', 'start', 'create', 'image'];

const LOOK_MS = 5_000;

/** A container of the service, if there is one and the engine says so in time: it may be the engine that everything waited for. */
const findFirst = async (runtime: Runtime, project: string, service: string): Promise<string | undefined> => {
  const signal = AbortSignal.timeout(LOOK_MS);
  try {
    const [first] = await runtime.containers.list([`${COMPOSE_LABEL.project}=${project}`, `${COMPOSE_LABEL.service}=${service}`], { all: true, signal });
    return first?.id;
  } catch (error) {
    if (signal.aborted || error instanceof BackendError) return undefined;
    throw error;
  }
};

/** Finds the service that an `up` was waiting for when its time ran out, and looks at it. */
export const explainTimeout = async (request: BringUpRequest, timeoutMs: number): Promise<Error> => {
  const { runtime, plan, progress } = request;
  const states = [...progress.services];
  const phase = BLAMED.find((candidate) => states.some(([, state]) => state.phase === candidate)) ?? 'ready';
  const [service, state] = states.find(([, candidate]) => candidate.phase === phase) ?? ['', undefined];
  const waiting = states.filter(([, other]) => other.waitsFor.includes(service)).map(([name]) => name);
  const id = phase === 'image' ? undefined : await findFirst(runtime, plan.project, service);
  if (id === undefined) {
    return new TimeoutError(`The stack was not ready within ${String(timeoutMs)} ms: service "${service}" was in phase ${phase}.\n  If it only needs more time, raise timeoutMs.`, { service });
  }
  return timeoutError(await gatherFacts(runtime, { service, phase, containerId: id, waiting, lastProbe: state?.lastProbe }), timeoutMs);
};
