import type { ExecOutcome } from '../engine/runtime/containers.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import { isAsExpected, isTextPattern, patternText, type TextPattern } from './text-pattern.ts';
import type { Verdict } from './verdict.ts';

/** What a command is to end with. */
export interface ExpectedExec {
  /** Default 0. */
  readonly exitCode?: number;
  /** All of it, with or without its last line end; or an expression, or `expect.stringContaining()` and its like. */
  readonly stdout?: TextPattern;
  readonly stderr?: TextPattern;
}

/** How long a command is tried. */
export interface ToExecOptions extends MatcherOptions {
  /** For how long the command is run again until it ends as expected, in milliseconds. Default 0: it is run once. */
  readonly timeoutMs?: number;
}

export function execVerdict(outcome: ExecOutcome, expected: ExpectedExec): Verdict {
  const { exitCode = 0, stdout, stderr } = expected;
  const holds = outcome.exitCode === exitCode && (stdout === undefined || isAsExpected(stdout, outcome.stdout)) && (stderr === undefined || isAsExpected(stderr, outcome.stderr));
  const shown = (text: string): string => (text === '' ? '(empty)' : text);
  return { holds, seen: `it ended with exit code ${outcome.exitCode}`, rows: [['stdout', shown(outcome.stdout)], ['stderr', shown(outcome.stderr)]] };
}

/** The command, run in the service's container, ends as expected: with exit code 0 where nothing else is said. */
export async function toExec(this: MatcherContext, received: unknown, command: readonly string[], expected: ExpectedExec = {}, options: ToExecOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toExec', received);
  const timeoutMs = budgetMs('toExec', options, 0);
  if (!isCommand(command)) throw misuse(`toExec got the command ${JSON.stringify(command)}.`, "Give the program and its arguments as a list: ['redis-cli', 'ping'].", service.name);
  for (const stream of ['stdout', 'stderr'] as const) {
    if (expected[stream] !== undefined && !isTextPattern(expected[stream])) throw misuse(`toExec got ${stream}: ${JSON.stringify(expected[stream])}.`, 'Give a text, a regular expression, or a pattern as expect.stringContaining().', service.name);
  }
  const look = async (): Promise<Verdict> => execVerdict(await service.exec(command, options.signal === undefined ? {} : { signal: options.signal }), expected);
  return await askService({ service, expectation: `run ${JSON.stringify(command)} with ${expectationText(expected)}`, isNot: this.isNot === true, look, timeoutMs, signal: options.signal, showsLog: false });
}

const isCommand = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');

const expectationText = ({ exitCode = 0, stdout, stderr }: ExpectedExec): string =>
  [`exit code ${exitCode}`, ...(stdout === undefined ? [] : [`stdout ${patternText(stdout)}`]), ...(stderr === undefined ? [] : [`stderr ${patternText(stderr)}`])].join(', ');
