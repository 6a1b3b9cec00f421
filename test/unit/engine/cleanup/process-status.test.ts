import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lookUpProcess, parseProcessStat } from '../../../../src/engine/cleanup/process-status.ts';

const stat = (name: string, state: string): string => `4242 (${name}) ${state} 1 4242 4242 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 987654 1000 200 18446744073709551615`;

test.each(['node', 'a) b (c) Z', 'x y'])('finds the start of a process called %j', (name) => {
  expect(parseProcessStat(stat(name, 'S'))).toEqual({ state: 'running', started: '987654' });
});

test.each(['Z', 'X'])('takes one in state %s for gone', (state) => {
  expect(parseProcessStat(stat('node', state))).toEqual({ state: 'gone' });
});

test('sees a process while it runs, and not after', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const pid = child.pid!;
  expect(lookUpProcess(pid).state).toBe('running');
  child.stdin.end();
  await once(child, 'exit');
  expect(lookUpProcess(pid)).toEqual({ state: 'gone' });
});

test.skipIf(process.platform !== 'linux')('tells a process from another one with its number', () => {
  const own = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')[19];
  expect(lookUpProcess(process.pid)).toEqual({ state: 'running', started: own });
  const first = lookUpProcess(1);
  expect(first).not.toEqual(lookUpProcess(process.pid));
});
