import type { ContainerState } from '../engine/runtime/containers.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { receivedService } from './received-service.ts';
import { stateText } from './state-text.ts';
import type { Verdict } from './verdict.ts';

export const runningVerdict = (state: ContainerState): Verdict => ({ holds: state.status === 'running', seen: stateText(state) });

/** The service's container runs: it is neither paused, nor ended, nor between two starts. */
export async function toBeRunning(this: MatcherContext, received: unknown, options: MatcherOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toBeRunning', received);
  const timeoutMs = budgetMs('toBeRunning', options);
  const look = async (): Promise<Verdict> => runningVerdict(await service.state(options));
  return await askService({ service, expectation: 'be running', isNot: this.isNot === true, look, timeoutMs, signal: options.signal });
}
