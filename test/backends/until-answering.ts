import { setTimeout as sleep } from 'node:timers/promises';
import { requestText } from '../../scripts/setup/engine-request.mjs';

const PATIENCE_MS = 60_000;

/** Waits for an engine that is on its way. `log` is what it has said so far. */
export async function untilAnswering(host: string, log: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const answer = await requestText(host, '/_ping').catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`the engine at ${host} did not answer within ${String(PATIENCE_MS)} ms:\n${log().slice(-2_000)}`);
}
