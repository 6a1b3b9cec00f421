import { goText } from '../go-text.ts';
import { Timestamp, type TreeNode } from '../tree.ts';

export type Kind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' | 'record' | 'date';

const words: Readonly<Record<Kind, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'nothing',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  date: 'a date',
};

/** A kind in words: `a list`. */
export const describeKind = (kind: Kind): string => (Object.hasOwn(words, kind) ? words[kind] : kind);

const kindOf = (node: TreeNode): Kind => {
  if (node.kind === 'list') return 'array';
  if (node.kind === 'map') return 'object';
  if (node.value === null) return 'null';
  if (node.value instanceof Timestamp) return 'date';
  if (typeof node.value === 'string' || typeof node.value === 'boolean') return typeof node.value as Kind;
  return 'number';
};

/** A value with its kind: `the number 1000`, `a mapping`, `nothing`. */
export const describeValue = (node: TreeNode | undefined): string => {
  if (node === undefined) return 'nothing';
  const kind = kindOf(node);
  if (node.kind !== 'scalar' || node.value === null) return words[kind];
  const text = typeof node.value === 'string' ? JSON.stringify(node.value) : goText(node.value);
  return kind === 'string' ? text : `the ${kind} ${text}`;
};
