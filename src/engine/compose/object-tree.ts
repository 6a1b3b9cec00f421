import type { Issues } from './issues.ts';
import { parseTimestamp } from './timestamp.ts';
import { Float, type ListNode, type MapNode, mapNode, scalarNode, type TreeNode, type TreePath } from './tree.ts';

/** A spec given as an object, as a tree. Keys whose value is undefined are left out. */
export const objectTree = (value: unknown, issues: Issues): TreeNode => visit(value, [], new Set(), issues);

const visit = (value: unknown, path: TreePath, open: Set<object>, issues: Issues): TreeNode => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return scalarNode(value);
  if (typeof value === 'number') return scalarNode(Number.isFinite(value) ? value : new Float(value));
  if (value instanceof Date && !Number.isNaN(value.getTime())) return scalarNode(parseTimestamp(value.toISOString()) ?? value.toISOString());
  if (typeof value !== 'object') return failed(path, `expected a value, found a ${typeof value}`, issues);
  if (open.has(value)) return failed(path, 'the object contains itself', issues);
  open.add(value);
  const node = Array.isArray(value) ? visitList(value, path, open, issues) : visitObject(value, path, open, issues);
  open.delete(value);
  return node;
};

const visitList = (values: readonly unknown[], path: TreePath, open: Set<object>, issues: Issues): ListNode => ({
  kind: 'list',
  items: values.map((item, index) => visit(item, [...path, index], open, issues)),
  place: undefined,
});

const visitObject = (value: object, path: TreePath, open: Set<object>, issues: Issues): MapNode => {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return mapNode(entries.map(([key, item]) => [key, visit(item, [...path, key], open, issues)] as const));
};

const failed = (path: TreePath, message: string, issues: Issues): TreeNode => {
  issues.add({ path, place: undefined, message });
  return { kind: 'scalar', value: null, place: undefined, failed: true };
};
