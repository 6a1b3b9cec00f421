import { BackendError } from '../../errors.ts';
import { connect, withConnection } from '../backends/with-runtime.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ContainerReference } from './container-handle.ts';

/** Of the process, so that the ESM and the CommonJS copy of the package know each other's handles. */
const ENGINE: unique symbol = Symbol.for('seaworthy.engine');

/** Something that is on one engine, and what connects to that one again. */
export interface OnEngine {
  readonly [ENGINE]: (options: CallOptions) => Promise<Runtime>;
}

const notThere = (what: string, endpoint: string, error: BackendError): BackendError => {
  const reason = error.tried[0]?.reason ?? error.message;
  return new BackendError(error.code, `Container "${what}" is on the engine at ${endpoint}, which does not answer: ${reason}.\n  Start that engine again; a handle keeps to the engine that its container was made on.`, { cause: error, tried: error.tried });
};

/** The mark that keeps a handle to the engine of its container, whatever engine is chosen meanwhile. */
export const onEngine = (runtime: Runtime, name: string): OnEngine => ({
  [ENGINE]: async (options) => {
    try {
      return await runtime.reconnect(options);
    } catch (error) {
      throw error instanceof BackendError ? notThere(name, runtime.endpoint, error) : error;
    }
  },
});

/** The engine of a container, which the caller closes: that of its handle, and for an id or name the one in use. */
export const connectTo = (container: ContainerReference, options: CallOptions): Promise<Runtime> => {
  const { [ENGINE]: reconnect = connect } = (typeof container === 'string' ? {} : container) as Partial<OnEngine>;
  return reconnect(options);
};

/** Connects to the engine of a container for one call, and closes the connection after it. */
export const withEngineOf = <T>(container: ContainerReference, options: CallOptions, act: (runtime: Runtime) => Promise<T>): Promise<T> => withConnection(connectTo(container, options), act);
