import type { Warning } from './resolved.ts';
import { type Cast, casts } from './cast.ts';
import { interpolate, InterpolationError, type Lookup } from './interpolate.ts';
import type { Issues } from './issues.ts';
import type { PathPatterns } from './path-patterns.ts';
import { formatPath, type MapEntry, type ScalarNode, type TreeNode, type TreePath } from './tree.ts';

export interface InterpolationContext {
  readonly lookup: Lookup;
  readonly issues: Issues;
  readonly warnings: Warning[];
  /** False leaves every text as it is. */
  readonly interpolate: boolean;
}

/** Interpolates every string value of a document, never its keys, and casts the text of typed fields. */
export const interpolateTree = (root: TreeNode, context: InterpolationContext): TreeNode => visit(root, [], casts, context);

const visit = (node: TreeNode, path: TreePath, patterns: PathPatterns<Cast> | undefined, context: InterpolationContext): TreeNode => {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? visitText(node, node.value, path, patterns?.handler, context) : node;
  if (node.kind === 'list') {
    return { kind: 'list', items: node.items.map((item, index) => visit(item, [...path, index], patterns?.below(index), context)), place: node.place };
  }
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    entries.set(key, { value: visit(entry.value, [...path, key], patterns?.below(key), context), keyPlace: entry.keyPlace });
  }
  return { kind: 'map', entries, place: node.place };
};

const visitText = (node: ScalarNode, text: string, path: TreePath, cast: Cast | undefined, context: InterpolationContext): ScalarNode => {
  let value = text;
  if (context.interpolate && text.includes('$')) {
    try {
      value = interpolate(text, context.lookup, (variable) => {
        context.warnings.push({ path: formatPath(path), message: `the variable "${variable}" is not set; an empty string is used` });
      });
    } catch (error) {
      if (!(error instanceof InterpolationError)) throw error;
      const remedy = error.malformed ? '; write "$$" for a dollar sign, or "${NAME}", "${NAME:-default}", "${NAME:?message}"' : '';
      context.issues.add({ path, place: node.place, message: `${error.message}${remedy}` });
      return { ...node, failed: true };
    }
  }
  if (cast === undefined || !context.interpolate) return value === text ? node : { ...node, value };
  const typed = cast.parse(value);
  if (typed !== undefined) return { ...node, value: typed };
  const origin = value === text ? '' : ` (from "${text}")`;
  context.issues.add({ path, place: node.place, message: `expected ${cast.expected}, found "${value}"${origin}` });
  return { ...node, failed: true };
};
