import { BackendError, SeaworthyError } from '../../errors.ts';
import type { Warning } from '../compose/resolved.ts';
import type { StackPlan } from '../plan/stack-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { DEFAULT_TIMEOUT_MS } from './answered.ts';
import { checkOptions } from './check-before.ts';
import type { StackContainer } from './confirm-running.ts';
import { explainTimeout } from './explain-timeout.ts';
import { Foretold } from './foretold.ts';
import { Ledger } from './ledger.ts';
import type { Progress } from './progress.ts';
import { raiseStack } from './raise-stack.ts';
import { rollBack } from './rollback.ts';
import type { UpOptions } from './up-options.ts';

/** Teardown has a budget of its own: an engine that hangs must not keep the error from the user. */
const ROLLBACK_MS = 30_000;

export interface BringUpRequest {
  readonly runtime: Runtime;
  readonly plan: StackPlan;
  readonly options: UpOptions;
  readonly progress: Progress;
  /** The project's name was made for this call, so the engine has nothing of it. */
  readonly fresh: boolean;
  /** Told of a failure while everything that was created is still there. */
  readonly onFailed?: () => Promise<void>;
  /** Services of the source that are not part of this `up`: their containers are no orphans. */
  readonly leftOut: readonly string[];
}

export interface BroughtUp {
  /** Containers by service, lowest number first. */
  readonly containers: ReadonlyMap<string, readonly StackContainer[]>;
  readonly warnings: readonly Warning[];
}

/** Marks the moment when the budget ran out; what is told to the user is found out then. */
class OutOfTime extends Error {}

const KEPT = (project: string): string =>
  `\n  Kept for inspection: docker compose -p ${project} ps -a; docker compose -p ${project} logs\n  Remove it with: docker compose -p ${project} down -v`;

/** The engine is gone, or did not answer in time. */
const isSilence = (error: unknown): boolean =>
  error instanceof BackendError ? error.code !== 'BACKEND_REQUEST' : error instanceof DOMException && error.name === 'TimeoutError';

const notCleanedUp = (project: string, left: readonly unknown[]): string => {
  const unreachable = left.every(isSilence);
  const why = unreachable ? 'the engine does not answer' : left.map((error) => (error instanceof Error ? error.message : String(error))).join('; ');
  return `\n  What was created could not be removed: ${why}.\n  Once the engine answers, remove it with: docker compose -p ${project} down -v`;
};

const addToMessage = (error: unknown, text: string): void => {
  if (error instanceof SeaworthyError) error.message += text;
};

/** The error to tell of an `up` that was aborted with this reason: some are found out only now. */
const errorOf = (request: BringUpRequest, reason: unknown, timeoutMs: number): Promise<unknown> => {
  if (reason instanceof Foretold) return reason.told;
  return reason instanceof OutOfTime ? explainTimeout(request, timeoutMs) : Promise.resolve(reason);
};

/**
 * Brings a plan up: creates everything as early as it can, starts each service when what it depends on is there, and
 * resolves when all are ready. When one cannot be, everything that was created is removed again, what was there before
 * is put back, and the error says why.
 */
export const bringUp = async (request: BringUpRequest): Promise<BroughtUp> => {
  const { runtime, plan, options, progress } = request;
  checkOptions(options);
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([failure.signal, options.signal]);
  const ledger = new Ledger();
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  let timer: NodeJS.Timeout | undefined;
  try {
    signal.throwIfAborted();
    const brought = await raiseStack(request, {
      ledger,
      signal,
      fail: (error) => failure.abort(error),
      onPrepared: () => (timer = setTimeout(() => failure.abort(new OutOfTime()), timeoutMs)),
    });
    failure.abort();
    return brought;
  } catch (thrown) {
    failure.abort(thrown);
    progress.note('failed');
    await request.onFailed?.();
    const first: unknown = signal.reason;
    const foretold = first instanceof Foretold ? first : undefined;
    const found = errorOf(request, first, timeoutMs);
    // Only what is certain already may be undone while the rest is looked at.
    if (foretold === undefined) await found;
    if (options.keep === 'on-failure' || options.keep === true) {
      const error = await found;
      addToMessage(error, KEPT(plan.project));
      throw error;
    }
    const [error, left] = await Promise.all([found, rollBack(runtime, plan.project, ledger, { foretold, signal: AbortSignal.timeout(ROLLBACK_MS) })]);
    if (left.length > 0) addToMessage(error, notCleanedUp(plan.project, left));
    throw error;
  } finally {
    clearTimeout(timer);
  }
};
