import { existsSync, readFileSync } from 'node:fs';
import { leftoverText, listResources, waitUntilNothingIsLeft } from '../scripts/leftovers.mjs';

const setUpFile = new URL('../.setup/env.json', import.meta.url);
const setUp = existsSync(setUpFile) ? (JSON.parse(readFileSync(setUpFile, 'utf8')) as Record<string, string>) : {};
const host = process.env['DOCKER_HOST'] ?? setUp['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** Several Vitest projects name this file; each gets a copy of the module, but the run is one. */
const guard = Symbol.for('seaworthy.test.nothing-left');

/**
 * Fails the run when the engine holds something of ours at its end that it did not hold at its start. In CI nothing
 * else uses the engine, so everything counts; SEAWORTHY_LEFTOVERS=ignore switches the check off.
 */
export default async function watchForLeftovers(): Promise<(() => Promise<void>) | undefined> {
  const shared = globalThis as { [guard]?: boolean };
  if (shared[guard] === true || process.env['SEAWORTHY_LEFTOVERS'] === 'ignore') return undefined;
  shared[guard] = true;
  const before = await listResources(host);
  return async () => {
    shared[guard] = false;
    const left = await waitUntilNothingIsLeft({ host, before, alone: process.env['CI'] !== undefined });
    if (left.length === 0) return;
    // Vitest prints what a teardown throws but exits with 0 all the same.
    process.exitCode = 1;
    throw new Error(leftoverText(left));
  };
}
