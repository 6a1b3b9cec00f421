import { expect, test } from 'vitest';
import { providedStacks } from '../../../src/reporters/provided-stacks.ts';

const snapshot = { project: 'shop-1a2b3c4d', services: { db: { host: '127.0.0.1', ports: { '5432': { host: '127.0.0.1', port: 49153 } } } } };

test('finds the stacks among the values that a runner provides', () => {
  const context = { shop: snapshot, url: 'http://127.0.0.1', nothing: null, other: { project: 'x' }, odd: { project: 'x', services: { db: 'none' } } };
  expect(providedStacks(context)).toEqual([['shop', snapshot]]);
});
