import type { Place } from './source-text.ts';
import type { TreeNode, TreePath } from './tree.ts';

/** What stands at a path, and where it was written. */
export interface Located {
  readonly node: TreeNode | undefined;
  /** Where to point for the value: a mapping is best pointed at by its key, since its own text begins on the next line. */
  readonly place: Place | undefined;
  readonly keyPlace: Place | undefined;
  /** The value was already reported as wrong. */
  readonly failed: boolean;
}

/** Finds a path in a tree; where it does not exist, the nearest thing above it is pointed at. */
export const locate = (root: TreeNode, path: TreePath): Located => {
  let node: TreeNode | undefined = root;
  let place = root.place;
  let keyPlace = root.place;
  for (const step of path) {
    const entry: { readonly value: TreeNode; readonly keyPlace: Place | undefined } | undefined =
      node?.kind === 'map' ? node.entries.get(String(step)) : undefined;
    node = node?.kind === 'list' ? node.items[Number(step)] : entry?.value;
    place = node?.place ?? entry?.keyPlace ?? place;
    keyPlace = entry?.keyPlace ?? place;
    if (node?.kind === 'map' && entry !== undefined) place = keyPlace;
  }
  return { node, place, keyPlace, failed: node?.kind === 'scalar' && node.failed === true };
};
