import type { FailureFacts } from '../../errors.ts';

const LONGEST_PROBE_OUTPUT = 500;

const row = (name: string, value: string): string => `  ${name.padEnd(11)} ${value}`;

const exit = (facts: FailureFacts): string | undefined => {
  if (facts.exitCode === undefined) return undefined;
  const meaning = facts.outOfMemory === true ? ' (out of memory)' : facts.exitCode === 137 ? ' (SIGKILL)' : facts.exitCode === 143 ? ' (SIGTERM)' : '';
  return `${String(facts.exitCode)}${meaning}`;
};

const probe = (facts: FailureFacts): string | undefined => {
  if (facts.lastProbe === undefined) return undefined;
  const { exitCode, output } = facts.lastProbe;
  const text = output === '' ? 'no output' : output.slice(0, LONGEST_PROBE_OUTPUT).replaceAll('\n', '\n              ');
  return exitCode === null ? text : `exit ${String(exitCode)}: ${text}`;
};

const log = (facts: FailureFacts): readonly string[] => {
  if (facts.logTail === undefined) return [];
  if (facts.logTail.length === 0) return [row('log', 'empty')];
  return [row('log', `last ${String(facts.logTail.length)} line${facts.logTail.length === 1 ? '' : 's'}`), ...facts.logTail.map((line) => `    ${facts.service} | ${line}`)];
};

/** The whole message of a failed service: what happened, what was seen, what to do. */
export const failureText = (headline: string, facts: FailureFacts, remedy: string): string => {
  const rows = ([
    ['phase', facts.phase],
    ['container', facts.container],
    ['exit code', exit(facts)],
    ['waiting', facts.waiting === undefined || facts.waiting.length === 0 ? undefined : facts.waiting.join(', ')],
    ['last probe', probe(facts)],
  ] as const).flatMap(([name, value]) => (value === undefined ? [] : [row(name, value)]));
  return [headline, ...rows, ...log(facts), `  ${remedy}`].join('\n');
};
