import type { Verdict } from './verdict.ts';

/** Characters of a line in a message. */
const LONGEST_LINE = 500;

export interface OutcomeTextRequest {
  readonly service: string;
  /** What the matcher names: `be running`. */
  readonly expectation: string;
  readonly isNot: boolean;
  readonly verdict: Verdict;
  /** For how long it was looked for; 0 for one look. */
  readonly timeoutMs: number;
  /** The end of the service's log, oldest line first; `undefined` where a matcher shows none. */
  readonly logTail?: readonly string[] | undefined;
}

/** The message of an assertion: what was expected, what was seen, and the end of the log. */
export function outcomeText({ service, expectation, isNot, verdict, timeoutMs, logTail }: OutcomeTextRequest): string {
  const lookedFor = timeoutMs === 0 ? '' : ` (looked for ${timeoutMs} ms)`;
  const headline = `Expected service "${service}" ${isNot ? 'not ' : ''}to ${expectation}, but ${verdict.seen}${lookedFor}.`;
  const rows = verdict.rows ?? [];
  const width = Math.max(...[...rows.map(([name]) => name), 'log'].map((name) => name.length));
  const row = (name: string, text: string): string => `  ${name.padEnd(width)}  ${text.trimEnd().split('\n').map(shorten).join(`\n  ${' '.repeat(width)}  `)}`;
  return [headline, ...rows.map(([name, text]) => row(name, text)), ...logText(service, logTail, row)].join('\n');
}

function logText(service: string, tail: readonly string[] | undefined, row: (name: string, text: string) => string): readonly string[] {
  if (tail === undefined) return [];
  if (tail.length === 0) return [row('log', 'empty')];
  return [row('log', `last ${tail.length} ${tail.length === 1 ? 'line' : 'lines'}`), ...tail.map((line) => `    ${service} | ${shorten(line)}`)];
}

const shorten = (line: string): string => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line);
