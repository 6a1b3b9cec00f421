import { expect, test } from 'vitest';
import { PortError } from '../../../src/errors.ts';
import type { ContainerState } from '../../../src/engine/runtime/containers.ts';
import { lookUntil } from '../../../src/matchers/look-until.ts';
import { outcomeText } from '../../../src/matchers/outcome-text.ts';
import { stateText } from '../../../src/matchers/state-text.ts';
import { isAsExpected, patternText, type TextPattern } from '../../../src/matchers/text-pattern.ts';
import { healthyVerdict } from '../../../src/matchers/to-be-healthy.ts';
import { runningVerdict } from '../../../src/matchers/to-be-running.ts';
import { execVerdict } from '../../../src/matchers/to-exec.ts';
import { exitedVerdict } from '../../../src/matchers/to-have-exited.ts';
import { loggedVerdict } from '../../../src/matchers/to-have-logged.ts';
import { publishedVerdict } from '../../../src/matchers/to-have-published.ts';
import { restartedVerdict } from '../../../src/matchers/to-have-restarted.ts';
import { reachVerdict } from '../../../src/matchers/to-reach.ts';

const state = (fields: Partial<ContainerState>): ContainerState => ({ status: 'running', running: true, exitCode: 0, outOfMemory: false, error: '', ...fields });

test('says what a container is doing, in every state', () => {
  const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;
  expect(statuses.map((status) => stateText(state({ status, exitCode: 137, outOfMemory: status === 'dead' })))).toEqual([
    'it was created and never started',
    'it is running',
    'it is paused',
    'it is about to be started again, after it exited with code 137',
    'it is being removed',
    'it has exited with code 137',
    'it has exited with code 137 (out of memory)',
  ]);
});

test('a container runs or has ended only in the states that mean it', () => {
  const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;
  expect(statuses.filter((status) => runningVerdict(state({ status })).holds)).toEqual(['running']);
  expect(statuses.filter((status) => exitedVerdict(state({ status }), undefined).holds)).toEqual(['exited', 'dead']);
  expect([0, 1].filter((code) => exitedVerdict(state({ status: 'exited', exitCode: 1 }), code).holds)).toEqual([1]);
});

test('counts restarts exactly, or takes any where no number is given', () => {
  const holds = (restartCount: number, count?: number): boolean => restartedVerdict({ restartCount, state: state({}) }, count).holds;
  expect([holds(0), holds(1), holds(2, 1), holds(1, 1), holds(0, 0)]).toEqual([false, true, false, true, true]);
});

test('a command ends as expected only with its exit code and all outputs', () => {
  const outcome = { exitCode: 1, stdout: 'a\n', stderr: '' };
  const holds = (expected: Parameters<typeof execVerdict>[1]): boolean => execVerdict(outcome, expected).holds;
  expect([holds({}), holds({ exitCode: 1 }), holds({ exitCode: 1, stdout: 'a' }), holds({ exitCode: 1, stdout: 'b' }), holds({ exitCode: 1, stdout: 'a', stderr: /./ })]).toEqual([false, true, true, false, false]);
});

test('says what is published in the place of a port that is not', () => {
  const error = new PortError('PORT_NOT_PUBLISHED', 'Service "db" does not publish container port 1/tcp; it publishes no ports. The port is exposed, which only other containers can use.\n  Add it.');
  expect(publishedVerdict(error)).toEqual({ holds: false, seen: 'it publishes no ports; the port is exposed, which only other containers can use' });
});

test('takes a probe that does not end for a failed one, and shows what the engine says of its own', () => {
  const health = { status: 'healthy', failingStreak: 0, probes: [] } as const;
  expect(healthyVerdict(state({ health }), 'no answer')).toEqual({ holds: false, seen: 'its healthcheck did not end within its timeout', rows: [['engine', 'says healthy, by its own probes']] });
});

test('tells a port that drops packets from one that refuses', () => {
  expect(reachVerdict({ exitCode: 143, stdout: '', stderr: '' })).toEqual({ holds: false, seen: 'nothing answered within 2 s' });
  expect(reachVerdict({ exitCode: 1, stdout: '', stderr: 'bash: connect: Connection refused\nbash: line 1: more' })).toEqual({ holds: false, seen: 'it cannot', rows: [['attempt', 'bash: connect: Connection refused']] });
});

test('looks for a global expression in each line from its beginning', () => {
  const sought = /ready/g;
  sought.lastIndex = 3;
  expect(loggedVerdict(['ready'], sought).holds).toBe(true);
  expect(loggedVerdict(['one', 'two'], 'one\ntwo\n').holds).toBe(true);
  expect(loggedVerdict(['one', 'two'], 'two\none').holds).toBe(false);
});

test('compares the whole of an output, but for its last line end', () => {
  expect([isAsExpected('a', 'a\n'), isAsExpected('a\n', 'a\n'), isAsExpected('a', 'a\n\n'), isAsExpected('', 'a')]).toEqual([true, true, false, false]);
  expect(patternText(expect.stringMatching(/a b/) as TextPattern)).toBe('StringMatching /a b/');
});

test('looks again until the verdict is the wanted one, and once more at the end', async () => {
  let looks = 0;
  const holdsAtThird = () => Promise.resolve({ holds: (looks += 1) >= 3, seen: '' });
  expect((await lookUntil(true, holdsAtThird, 60_000, undefined)).holds).toBe(true);
  expect(looks).toBe(3);
  looks = 0;
  expect((await lookUntil(false, holdsAtThird, 60_000, undefined)).holds).toBe(false);
  expect(looks).toBe(1);
  looks = 0;
  expect((await lookUntil(true, holdsAtThird, 0, undefined)).holds).toBe(false);
  expect(looks).toBe(1);
});

test('ends with the signal', async () => {
  const abort = new AbortController();
  const look = () => {
    abort.abort(new Error('enough'));
    return Promise.resolve({ holds: false, seen: '' });
  };
  await expect(lookUntil(true, look, 60_000, abort.signal)).rejects.toThrow('enough');
});

test('cuts long lines, and sets lines of output below each other', () => {
  const verdict = { holds: false, seen: 'it is not', rows: [['stdout', `one\n${'x'.repeat(501)}\n`]] as const };
  expect(outcomeText({ service: 'db', expectation: 'be', isNot: false, verdict, timeoutMs: 5, logTail: [] })).toBe(`Expected service "db" to be, but it is not (looked for 5 ms).\n  stdout  one\n          ${'x'.repeat(500)} …\n  log     empty`);
});
