import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { leftoverText, whatIsLeft, type Resource } from '../../../scripts/leftovers.mjs';

const ended = 4_000_001;
const running = 4_000_002;
const isRunning = (pid: number): boolean => pid === running;

const container = (name: string, labels: Record<string, string> = {}): Resource => ({ kind: 'container', id: name, name, labels });
const ownedBy = (pid: number): Record<string, string> => ({
  'seaworthy.session': 's',
  'seaworthy.owner.pid': String(pid),
  'seaworthy.owner.host': hostname(),
  'com.docker.compose.project': 'shop',
});
const namesLeft = (alone: boolean, after: readonly Resource[], before: readonly Resource[] = []): string[] =>
  whatIsLeft({ before, after, alone, isRunning }).map(({ name }) => name);

test('what was there before the run is not left by it', () => {
  const old = container('old', ownedBy(ended));
  expect(namesLeft(true, [old], [old])).toEqual([]);
});

test('what an ended process made is left, on a shared engine too', () => {
  expect(namesLeft(false, [container('orphan', ownedBy(ended))])).toEqual(['orphan']);
});

test('what this very process made is left', () => {
  expect(namesLeft(false, [container('mine', ownedBy(process.pid))])).toEqual(['mine']);
});

test('what a running process made counts only where nothing else uses the engine', () => {
  const busy = container('busy', ownedBy(running));
  expect(namesLeft(false, [busy])).toEqual([]);
  expect(namesLeft(true, [busy])).toEqual(['busy']);
});

test('what Compose made and unnamed volumes count only where nothing else uses the engine', () => {
  const after: Resource[] = [
    container('composed', { 'com.docker.compose.project': 'shop' }),
    { kind: 'volume', id: 'v', name: 'ab'.repeat(32), labels: {} },
    container('stranger'),
    { kind: 'volume', id: 'n', name: 'named', labels: {} },
  ];
  expect(namesLeft(false, after)).toEqual([]);
  expect(namesLeft(true, after)).toEqual(['composed', 'ab'.repeat(32)]);
});

test('the text names each thing, its project and who made it', () => {
  expect(leftoverText([container('shop-db-1', ownedBy(7)), { kind: 'volume', id: 'v', name: 'data', labels: {} }])).toMatchInlineSnapshot(`
    "The engine still holds what this run made:
      container shop-db-1 of project shop, made by process 7
      volume    data"
  `);
});
