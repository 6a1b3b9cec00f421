import { connectBackend } from './connect-backend.ts';
import type { CallOptions } from '../lifecycle/stack.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The engine in use, which the caller closes. */
export const connect = ({ signal }: CallOptions): Promise<Runtime> => connectBackend({ env: process.env, signal });

/** Connects for one call, and closes the connection after it: nothing keeps the process. */
export const withRuntime = async <T>(options: CallOptions, act: (runtime: Runtime) => Promise<T>): Promise<T> => {
  const runtime = await connect(options);
  try {
    return await act(runtime);
  } finally {
    runtime.close();
  }
};
