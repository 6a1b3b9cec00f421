import { expect, test } from 'vitest';
import { lineText, NOTHING_WATCHED, takeLine, type WatcherLine, type WatcherOrder } from '../../../../src/engine/cleanup/watcher-lines.ts';

const order: WatcherOrder = { session: 'abc', endpoint: { kind: 'unix', path: '/engine.sock' }, facts: { kind: 'docker', version: '20.10.24', apiVersion: '1.41', os: 'linux', arch: 'amd64' } };
const taken = (...lines: readonly WatcherLine[]): unknown => lines.map(lineText).join('').trimEnd().split('\n').reduce(takeLine, NOTHING_WATCHED);

test('a watcher knows what to watch over, what is being created and what stays', () => {
  expect(taken({ say: 'watch', order }, { say: 'creating' }, { say: 'creating' }, { say: 'created' }, { say: 'keep', project: 'a' }, { say: 'keep', project: 'b' })).toEqual({ order, creating: 1, kept: ['a', 'b'] });
});

test('a line that its writer did not live to end says nothing', () => {
  const whole = lineText({ say: 'keep', project: 'shop' });
  expect(takeLine({ order, creating: 1, kept: [] }, whole.slice(0, -5))).toEqual({ order, creating: 1, kept: [] });
});
