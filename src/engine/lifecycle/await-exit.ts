import { StartError, TimeoutError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { WaitOptions } from './verb-options.ts';

/** A container whose end is waited for: a service's, or one by itself. */
interface Awaited {
  readonly id: string;
  readonly name: string;
  readonly service?: string;
}

const removedMeanwhile = ({ name, service }: Awaited, cause: StartError): StartError => {
  const unknown = 'was removed while it was waited for, so its exit code is not known.\n ';
  return service === undefined
    ? new StartError('RESOURCE_MISSING', `Container "${name}" ${unknown} Wait for it before it is removed, or leave rm out of its spec.`, { cause })
    : new StartError('RESOURCE_MISSING', `The container ${name} of service "${service}" ${unknown} Wait for it before the stack is taken down.`, { service, cause });
};

const outOfTime = ({ name, service }: Awaited, timeoutMs: number, status: string): TimeoutError => {
  const remedy = 'Give it more time with timeoutMs, or stop it.';
  return service === undefined
    ? new TimeoutError(`Container "${name}" had not ended after ${String(timeoutMs)} ms: it is ${status}.\n  ${remedy}`)
    : new TimeoutError(`Service "${service}" had not ended after ${String(timeoutMs)} ms: its container ${name} is ${status}.\n  ${remedy}`, { service });
};

/** Resolves with the exit code of a container once it has ended; at once when it has. @throws TimeoutError; StartError RESOURCE_MISSING */
export const awaitExit = async (runtime: Runtime, awaited: Awaited, { timeoutMs, signal }: WaitOptions): Promise<number> => {
  const { id } = awaited;
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signals = [signal, deadline].filter((one) => one !== undefined);
  try {
    return await runtime.containers.wait(id, { signal: signals.length === 0 ? undefined : AbortSignal.any(signals) });
  } catch (error) {
    if (error instanceof StartError && error.code === 'RESOURCE_MISSING') throw removedMeanwhile(awaited, error);
    if (timeoutMs === undefined || deadline === undefined || error !== deadline.reason) throw error;
    const status = (await runtime.containers.inspect(id, { signal }))?.state.status ?? 'removed';
    throw outOfTime(awaited, timeoutMs, status);
  }
};
