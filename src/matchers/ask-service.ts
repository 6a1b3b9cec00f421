import type { Service } from '../engine/lifecycle/stack.ts';
import { SeaworthyError } from '../errors.ts';
import { lookUntil } from './look-until.ts';
import type { MatcherOutcome } from './matcher-outcome.ts';
import { outcomeText } from './outcome-text.ts';
import { redactorFor } from './redactor-for.ts';
import type { Verdict } from './verdict.ts';

/** Lines of the log that a message shows. */
const LOG_TAIL = 10;

export interface Question {
  readonly service: Service;
  /** What the matcher names: `be running`. */
  readonly expectation: string;
  readonly isNot: boolean;
  readonly look: () => Promise<Verdict>;
  /** For how long to look again. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether the end of the log says more about it; default true. */
  readonly showsLog?: boolean;
}

/** Looks as long as the budget allows, and tells what was seen; secrets of the service are left out of what is told. */
export async function askService(question: Question): Promise<MatcherOutcome> {
  const { service, expectation, isNot, look, timeoutMs, signal, showsLog = true } = question;
  const verdict = await lookUntil(!isNot, look, timeoutMs, signal);
  const request = { service: service.name, expectation, isNot, verdict, timeoutMs };
  // A runner shows the message of a failed assertion only; for that one it is worth asking for more.
  if (verdict.holds !== isNot) return { pass: verdict.holds, message: () => outcomeText(request) };
  const [redact, logTail] = await Promise.all([redactorFor(service, signal), showsLog ? tailOf(service, signal) : undefined]);
  const text = redact(outcomeText({ ...request, logTail }));
  return { pass: verdict.holds, message: () => text };
}

/** What cannot be read is said in its place: the assertion failed for another reason. */
async function tailOf(service: Service, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    const lines = await service.logs({ tail: LOG_TAIL, ...(signal === undefined ? {} : { signal }) });
    return lines.slice(-LOG_TAIL).map(({ text }) => text);
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error;
    return [`(the log cannot be read: ${error.message.split('\n')[0] ?? error.code})`];
  }
}
