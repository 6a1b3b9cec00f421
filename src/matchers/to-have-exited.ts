import type { ContainerState } from '../engine/runtime/containers.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import { stateText } from './state-text.ts';
import type { Verdict } from './verdict.ts';

export const exitedVerdict = (state: ContainerState, code: number | undefined): Verdict => ({
  holds: (state.status === 'exited' || state.status === 'dead') && (code === undefined || state.exitCode === code),
  seen: stateText(state),
});

/** The service's container has ended, with the exit code where one is given. */
export async function toHaveExited(this: MatcherContext, received: unknown, code?: number, options: MatcherOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toHaveExited', received);
  const timeoutMs = budgetMs('toHaveExited', options);
  if (code !== undefined && !Number.isInteger(code)) throw misuse(`toHaveExited got the exit code ${JSON.stringify(code)}.`, 'Give a whole number, or nothing for any code.', service.name);
  const look = async (): Promise<Verdict> => exitedVerdict(await service.state(options), code);
  const expectation = code === undefined ? 'have exited' : `have exited with code ${code}`;
  return await askService({ service, expectation, isNot: this.isNot === true, look, timeoutMs, signal: options.signal });
}
