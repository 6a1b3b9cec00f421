import type { YamlAlias, YamlNode } from './yaml-node.ts';

/** A node that an alias can stand for. */
export type AnchoredNode = Exclude<YamlNode, YamlAlias>;

/**
 * What each alias of a text stands for: the last node before it that has its anchor. Compose keeps anchors from one
 * document of a file to the next; an alias without any is not in the map.
 */
export const aliasTargets = (documents: readonly YamlNode[]): ReadonlyMap<YamlAlias, AnchoredNode> => {
  const anchored = new Map<string, AnchoredNode>();
  const targets = new Map<YamlAlias, AnchoredNode>();
  const visit = (node: YamlNode): void => {
    if (node.kind === 'alias') {
      const target = anchored.get(node.name);
      if (target !== undefined) targets.set(node, target);
      return;
    }
    if (node.anchor !== undefined) anchored.set(node.anchor, node);
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.pairs) {
      visit(key);
      visit(value);
    }
  };
  documents.forEach(visit);
  return targets;
};
