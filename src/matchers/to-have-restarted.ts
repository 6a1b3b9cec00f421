import type { ContainerFacts } from '../engine/runtime/containers.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import { stateText } from './state-text.ts';
import type { Verdict } from './verdict.ts';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

export const restartedVerdict = ({ restartCount, state }: Pick<ContainerFacts, 'restartCount' | 'state'>, count: number | undefined): Verdict => ({
  holds: count === undefined ? restartCount > 0 : restartCount === count,
  seen: restartCount === 0 ? 'it was never restarted' : `it was restarted ${times(restartCount)}`,
  rows: [['state', stateText(state).replace(/^it /, '')]],
});

/**
 * The engine has started the service's container again by its restart policy, that many times since it was created, or
 * at least once where no number is given. A restart by hand does not count.
 */
export async function toHaveRestarted(this: MatcherContext, received: unknown, count?: number, options: MatcherOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toHaveRestarted', received);
  const timeoutMs = budgetMs('toHaveRestarted', options);
  if (count !== undefined && !(Number.isInteger(count) && count >= 0)) throw misuse(`toHaveRestarted got the number ${JSON.stringify(count)}.`, 'Give a whole number, 0 or more, or nothing for at least once.', service.name);
  const look = async (): Promise<Verdict> => restartedVerdict(await service.inspect(options), count);
  const expectation = count === undefined ? 'have been restarted' : `have been restarted ${times(count)}`;
  return await askService({ service, expectation, isNot: this.isNot === true, look, timeoutMs, signal: options.signal });
}
