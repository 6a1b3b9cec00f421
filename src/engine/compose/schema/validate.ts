import type { z } from 'zod';
import type { Issues } from '../issues.ts';
import { locate } from '../locate.ts';
import { didYouMean, suggestName } from '../suggest.ts';
import { Float, plainScalar, type Scalar, Timestamp, toPlain, type TreeNode, type TreePath } from '../tree.ts';
import { describeKind, describeValue, type Kind } from './kinds.ts';
import { schema } from './schema.ts';
import type { IssueFacts } from './shapes.ts';

type ZodIssue = z.core.$ZodIssue;

/** Checks a merged document against the schema; every problem is added with the place where its value was written. */
export const validateSchema = (root: TreeNode, issues: Issues): void => {
  const result = schema.safeParse(toPlain(root, checkable));
  if (result.success) return;
  for (const issue of result.error.issues) report(issue, [], root, issues);
};

/**
 * What the library takes for the same type. `.inf` and `.nan` are numbers to YAML, though not to the library; which number
 * they are does not matter here, and neither does which point in time.
 */
const checkable = (value: Scalar): unknown => {
  if (value instanceof Timestamp) return new Date(0);
  return value instanceof Float && !Number.isFinite(value.value) ? 0 : plainScalar(value);
};

const report = (issue: ZodIssue, prefix: TreePath, root: TreeNode, issues: Issues): void => {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const found = locate(root, path);
  if (found.failed) return;
  if (issue.code === 'invalid_union') {
    const branch = matchingBranch(issue.errors);
    if (branch === undefined) issues.add({ path, place: found.place, message: expectation(expectedKinds(issue.errors), found.node, path) });
    else for (const nested of branch) report(nested, path, root, issues);
    return;
  }
  const facts = issue.code === 'custom' ? ((issue.params ?? {}) as IssueFacts & { readonly expected?: string }) : {};
  const unknownKey = facts.unknownKey;
  const suggestion = unknownKey === undefined ? allowedSuggestion(issue, found.node) : suggestName(unknownKey, facts.knownKeys ?? []);
  issues.add({ path, place: unknownKey === undefined ? found.place : found.keyPlace, message: messageOf({ issue, facts, node: found.node, path, suggestion }), suggestion });
};

/** The branch of a union that the value was meant for: the only one that does not already fail at the value itself. */
const matchingBranch = (branches: readonly ZodIssue[][]): readonly ZodIssue[] | undefined => {
  const fitting = branches.filter((branch) => !branch.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'));
  const nearest = fitting.length > 0 ? fitting : [];
  return nearest.length === 1 ? nearest[0] : nearest.find((branch) => branch.some((issue) => issue.code !== 'invalid_union'));
};

const expectedKinds = (branches: readonly ZodIssue[][]): readonly string[] =>
  branches.flatMap((branch) =>
    branch.flatMap((issue) => {
      if (issue.code === 'invalid_type') return [issue.expected];
      if (issue.code === 'invalid_union') return expectedKinds(issue.errors);
      return [];
    }),
  );

const expectation = (expected: readonly string[], node: TreeNode | undefined, path: TreePath): string => {
  const kinds = [...new Set(expected.map((kind) => describeKind(kind as Kind)))].filter((kind) => kind !== 'nothing');
  const last = kinds.at(-1) ?? 'another value';
  const allowed = kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${last}` : last;
  return `expected ${allowed}, found ${describeValue(node)}${remedyFor(path.at(-1), expected, node)}`;
};

const durations = new Set(['interval', 'timeout', 'start_period', 'start_interval', 'stop_grace_period', 'delay', 'monitor', 'window']);

/** What would make the value fit, where that is clear. */
const remedyFor = (key: string | number | undefined, expected: readonly string[], node: TreeNode | undefined): string => {
  if (node?.kind !== 'scalar' || !expected.includes('string') || node.value === null || typeof node.value === 'string') return '';
  if (expected.includes('boolean') && !expected.includes('number')) return '; write true or false';
  if (durations.has(String(key))) return `; write it with a unit: "${sourceText(node)}s"`;
  if (key === 'memory') return `; write it with a unit: "${sourceText(node)}m"`;
  return `; quote it: "${sourceText(node)}"`;
};

/** A scalar as the user wrote it, which may differ from how its value prints: `0755`, `1.10`. */
const sourceText = (node: TreeNode): string => {
  if (node.place !== undefined) return node.place.source.text.slice(node.place.start, node.place.end).trim();
  return node.kind === 'scalar' ? String(toPlain(node)) : '';
};

interface Finding {
  readonly issue: ZodIssue;
  readonly facts: IssueFacts & { readonly expected?: string };
  readonly node: TreeNode | undefined;
  readonly path: TreePath;
  readonly suggestion: string | undefined;
}

const messageOf = ({ issue, facts, node, path, suggestion }: Finding): string => {
  if (facts.unknownKey !== undefined) return `unknown key${didYouMean(suggestion) || allowedKeys(facts.knownKeys ?? [])}`;
  if (facts.missingKey !== undefined) return `"${facts.missingKey}" is missing`;
  if (facts.repeated !== undefined) return `the entry ${JSON.stringify(facts.repeated)} stands twice; remove one`;
  if (facts.badName === '') return 'a name is missing before the colon';
  if (facts.badName !== undefined) return `"${facts.badName}" is not a valid name; use letters, digits, ".", "_" and "-"`;
  if (facts.expected !== undefined) return `expected ${facts.expected}, found ${describeValue(node)}`;
  if (issue.code === 'invalid_type') return expectation([issue.expected], node, path);
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}, found ${describeValue(node)}${didYouMean(suggestion)}`;
  return issue.message;
};

const allowedKeys = (keys: readonly string[]): string => (keys.length > 0 && keys.length <= 12 ? `; allowed are ${keys.join(', ')}` : '');

const allowedSuggestion = (issue: ZodIssue, node: TreeNode | undefined): string | undefined =>
  issue.code === 'invalid_value' && node?.kind === 'scalar' && typeof node.value === 'string' ? suggestName(node.value, issue.values.map(String)) : undefined;
