import { StartError, TimeoutError } from '../../errors.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { WaitOptions } from './verb-options.ts';

/** A container whose end is waited for. */
interface Awaited {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

/** Resolves with the exit code of a container once it has ended; at once when it has. @throws TimeoutError */
export const awaitExit = async (runtime: Runtime, { id, name, service }: Awaited, { timeoutMs, signal }: WaitOptions): Promise<number> => {
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signals = [signal, deadline].filter((one) => one !== undefined);
  try {
    return await runtime.containers.wait(id, { signal: signals.length === 0 ? undefined : AbortSignal.any(signals) });
  } catch (error) {
    if (error instanceof StartError && error.code === 'RESOURCE_MISSING') {
      throw new StartError('RESOURCE_MISSING', `The container ${name} of service "${service}" was removed while it was waited for, so its exit code is not known.\n  Wait for it before the stack is taken down.`, { service, cause: error });
    }
    if (deadline === undefined || error !== deadline.reason) throw error;
    const status = (await runtime.containers.inspect(id, { signal }))?.state.status ?? 'removed';
    throw new TimeoutError(`Service "${service}" had not ended after ${String(timeoutMs)} ms: its container ${name} is ${status}.\n  Give it more time with timeoutMs, or stop it.`, { service });
  }
};
