import type { Service } from '../engine/lifecycle/stack.ts';
import { PortError } from '../errors.ts';
import type { MatcherContext, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { outcomeText } from './outcome-text.ts';
import { receivedService } from './received-service.ts';
import type { Verdict } from './verdict.ts';

/** From where a port answers, or from why it does not. */
export const publishedVerdict = (answer: string | PortError): Verdict =>
  typeof answer === 'string' ? { holds: true, seen: `it answers on ${answer}` } : { holds: false, seen: answer.message.split('\n')[0]?.replace(/^.*?; /, '').replace(/\.$/, '').replace('. The port', '; the port') ?? '' };

/** The container port is published on the host. Says at once what the handle knows, and asks no engine. */
export function toHavePublished(this: MatcherContext, received: unknown, port: number, protocol: 'tcp' | 'udp' = 'tcp'): MatcherOutcome {
  const service = receivedService('toHavePublished', received);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw misuse(`toHavePublished got the port ${JSON.stringify(port)}.`, 'Give the container port as a number, 1 to 65535.', service.name);
  const verdict = publishedVerdict(addressOf(service, port, protocol));
  const text = outcomeText({ service: service.name, expectation: `have published port ${port}/${protocol}`, isNot: this.isNot === true, verdict, timeoutMs: 0 });
  return { pass: verdict.holds, message: () => text };
}

function addressOf(service: Service, port: number, protocol: 'tcp' | 'udp'): string | PortError {
  try {
    return service.address(port, protocol);
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}
