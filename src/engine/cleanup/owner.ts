import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Owner } from '../plan/labels.ts';

const KEY = Symbol.for('seaworthy.owner');

/**
 * This process as an owner of resources. One per process, also across realms and package copies, so that all it
 * creates can be found under one session.
 */
export const currentOwner = (): Owner => {
  const shared = globalThis as unknown as Record<typeof KEY, Owner | undefined>;
  return (shared[KEY] ??= { session: randomBytes(6).toString('hex'), pid: process.pid, host: hostname(), startedMs: Math.round(performance.timeOrigin) });
};
