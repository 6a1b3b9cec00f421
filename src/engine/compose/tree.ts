import type { Place } from './source-text.ts';

/**
 * A document between its text and its model. Every node remembers where it was written, so that a problem found after
 * interpolation, `extends`, `include` and merging still points at the user's own line.
 */
export type TreeNode = MapNode | ListNode | ScalarNode;

/** A YAML float. Plain numbers in the tree are integers unless they have a fraction; this keeps `1.0` and `1e6` apart from them. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** An unquoted YAML date. Compose takes it for a value of no type that a field could have. */
export class Timestamp {
  /** As it was written. */
  readonly text: string;
  /** As Compose prints it, by RFC 3339, in the zone that it was written in. */
  readonly printed: string;

  constructor(text: string, printed: string) {
    this.text = text;
    this.printed = printed;
  }
}

export type Scalar = string | number | bigint | boolean | null | Float | Timestamp;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly place: Place | undefined;
  /** A problem was already reported here; what follows from it is not reported again. */
  readonly failed?: boolean;
}

export interface MapEntry {
  value: TreeNode;
  readonly keyPlace: Place | undefined;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: Map<string, MapEntry>;
  readonly place: Place | undefined;
}

export interface ListNode {
  readonly kind: 'list';
  items: TreeNode[];
  readonly place: Place | undefined;
}

/** Where a node stands in its document: keys and list indices. */
export type TreePath = readonly (string | number)[];

export const scalarNode = (value: Scalar, place?: Place): ScalarNode => ({ kind: 'scalar', value, place });

export const listNode = (items: TreeNode[], place?: Place): ListNode => ({ kind: 'list', items, place });

export const mapNode = (entries: Iterable<readonly [string, TreeNode]> = [], place?: Place): MapNode => {
  const node: MapNode = { kind: 'map', entries: new Map(), place };
  for (const [key, value] of entries) node.entries.set(key, { value, keyPlace: value.place });
  return node;
};

/** The value under a key, or undefined where the node is not a map or lacks it. */
export const child = (node: TreeNode | undefined, key: string): TreeNode | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

/** The node as a map, or undefined. */
export const asMap = (node: TreeNode | undefined): MapNode | undefined => (node?.kind === 'map' ? node : undefined);

/** The node as a list, or undefined. */
export const asList = (node: TreeNode | undefined): ListNode | undefined => (node?.kind === 'list' ? node : undefined);

/** The node's text, or undefined where it is not a string. */
export const asString = (node: TreeNode | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;

export const isNull = (node: TreeNode): boolean => node.kind === 'scalar' && node.value === null;

/** Sets a key that the user did not write; it takes the place of what it was derived from. */
export const setChild = (map: MapNode, key: string, value: TreeNode): void => {
  map.entries.set(key, { value, keyPlace: map.entries.get(key)?.keyPlace ?? value.place ?? map.place });
};

export const cloneTree = (node: TreeNode): TreeNode => {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(cloneTree), place: node.place };
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) entries.set(key, { value: cloneTree(entry.value), keyPlace: entry.keyPlace });
  return { kind: 'map', entries, place: node.place };
};

/** A scalar as the value that its JSON is read as: an integer beyond 2^53 is the nearest number, a point in time is text. */
export const plainScalar = (value: Scalar): unknown => {
  if (value instanceof Float) return value.value;
  if (value instanceof Timestamp) return value.printed;
  return typeof value === 'bigint' ? Number(value) : value;
};

/** The node as plain JavaScript values. */
export const toPlain = (node: TreeNode, scalar: (value: Scalar) => unknown = plainScalar): unknown => {
  if (node.kind === 'scalar') return scalar(node.value);
  if (node.kind === 'list') return node.items.map((item) => toPlain(item, scalar));
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toPlain(entry.value, scalar)]));
};

/** A path as users write it: `services.db.ports[0].target`. */
export const formatPath = (path: TreePath): string => {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${String(step)}]` : text === '' ? step : `.${step}`;
  return text;
};
