import { expect, test } from 'vitest';
import type { StackEvidence } from '../../../src/reporters/stack-evidence.ts';
import { putTaskEvidence, takeTaskEvidence } from '../../../src/reporters/task-evidence.ts';

const evidence = (stack: string, project: string): StackEvidence => ({ stack, project, services: [] });

test('takes off a task what was put on it and leaves nothing behind', () => {
  const meta = { owner: 'user' };
  putTaskEvidence(meta, 'a', evidence('shop', 'shop-1'));
  putTaskEvidence(meta, 'b', evidence('mail', 'mail-1'));
  expect(takeTaskEvidence(meta)).toEqual([evidence('shop', 'shop-1'), evidence('mail', 'mail-1')]);
  expect(meta).toEqual({ owner: 'user' });
});

test('keeps only the last evidence of a source, as when a test is tried again', () => {
  const meta = {};
  putTaskEvidence(meta, 'a', evidence('shop', 'shop-1'));
  putTaskEvidence(meta, 'a', evidence('shop', 'shop-2'));
  expect(takeTaskEvidence(meta)).toEqual([evidence('shop', 'shop-2')]);
});

test('takes nothing from a task that has none', () => {
  expect(takeTaskEvidence({})).toEqual([]);
});
