import type { CallOptions } from '../lifecycle/stack.ts';
import { findBackend } from './connect-backend.ts';
import { describeBackend } from './detect-backends.ts';
import type { ReadyBackend } from './detect-backends.ts';

export async function getBackend({ signal }: CallOptions = {}): Promise<ReadyBackend> {
  const { runtime, candidate } = await findBackend({ signal });
  try {
    return await describeBackend(runtime, { ...candidate, url: runtime.endpoint }, signal);
  } finally {
    runtime.close();
  }
}
