import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import { findsIn, isTextPattern } from './text-pattern.ts';
import type { Verdict } from './verdict.ts';

/** The span of the log that is looked at, and for how long. */
export interface LoggedOptions extends MatcherOptions {
  /** Only lines at or after this moment; default the whole log. */
  readonly since?: Date | number;
}

export function loggedVerdict(lines: readonly string[], sought: string | RegExp): Verdict {
  const found = typeof sought === 'string' && sought.includes('\n') ? wholeText(lines, sought) : lines.find((line) => (typeof sought === 'string' ? line.includes(sought) : findsIn(sought, line)));
  if (found !== undefined) return { holds: true, seen: 'it has', rows: [['found', found]] };
  return { holds: false, seen: lines.length === 0 ? 'it has written nothing' : lines.length === 1 ? 'it is not in its only line' : `it is in none of its ${lines.length} lines` };
}

const wholeText = (lines: readonly string[], sought: string): string | undefined => (`${lines.join('\n')}\n`.includes(sought) ? sought : undefined);

/** A line of the service's log contains the text, or the expression finds something in it. With `.not` it looks once: a log only grows. */
export async function toHaveLogged(this: MatcherContext, received: unknown, sought: string | RegExp, options: LoggedOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toHaveLogged', received);
  const isNot = this.isNot === true;
  const budget = budgetMs('toHaveLogged', options);
  const timeoutMs = isNot ? 0 : budget;
  if (!isTextPattern(sought) || sought === '' || 'asymmetricMatch' in Object(sought)) throw misuse(`toHaveLogged got ${sought === '' ? 'an empty text, which is in every line' : `${JSON.stringify(sought)} to look for`}.`, 'Give a text, or a regular expression.', service.name);
  const look = async (): Promise<Verdict> => loggedVerdict((await service.logs(options)).map(({ text }) => text), sought);
  return await askService({ service, expectation: `have logged ${typeof sought === 'string' ? JSON.stringify(sought) : String(sought)}`, isNot, look, timeoutMs, signal: options.signal });
}
