import { connectBackend } from './connect-backend.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The engine in use, which the caller closes. */
export const connect = ({ signal }: CallOptions): Promise<Runtime> => connectBackend({ env: process.env, signal });

/** Acts on a connection, and closes it after that: nothing keeps the process. */
export const withConnection = async <T>(connecting: Promise<Runtime>, act: (runtime: Runtime) => Promise<T>): Promise<T> => {
  const runtime = await connecting;
  try {
    return await act(runtime);
  } finally {
    runtime.close();
  }
};

/** Connects to the engine in use for one call. */
export const withRuntime = <T>(options: CallOptions, act: (runtime: Runtime) => Promise<T>): Promise<T> => withConnection(connect(options), act);
