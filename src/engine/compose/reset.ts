import type { MapNode, TreeNode, TreePath } from './tree.ts';

/** Removes what `!reset` and `!override` tags of a later document name from what was merged before it. Entries of lists stay. */
export const applyResets = (merged: MapNode, resets: readonly TreePath[]): void => {
  for (const path of resets) removeAt(merged, path);
};

const removeAt = (root: MapNode, path: TreePath): void => {
  let node: TreeNode | undefined = root;
  for (const step of path.slice(0, -1)) {
    node = node?.kind === 'map' ? node.entries.get(String(step))?.value : undefined;
  }
  const last = path.at(-1);
  if (node?.kind === 'map' && last !== undefined) node.entries.delete(String(last));
};
