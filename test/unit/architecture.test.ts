import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** One room of the house: who it may get values from. Types may cross everywhere, but for those of a package. */
interface Room {
  /** A folder with all below it, or a file. */
  readonly at: string;
  readonly values: readonly string[];
  readonly packages?: readonly string[];
  /** Built-in modules; absent for all. */
  readonly builtins?: readonly string[];
}

const pure = ['node:crypto', 'node:path', 'node:util'];

/** The table of ARCHITECTURE.md. The first room that holds a file is its room. */
const rooms: readonly Room[] = [
  { at: 'errors.ts', values: [], builtins: [] },
  { at: 'engine/compose', values: ['errors.ts'], packages: ['zod', 'fastest-levenshtein'], builtins: [...pure, 'node:fs', 'node:fs/promises', 'node:os', 'node:net', 'node:stream'] },
  { at: 'engine/plan', values: ['errors.ts', 'engine/compose'], builtins: pure },
  // An architecture has one name in a plan, an image and an engine.
  { at: 'engine/runtime', values: ['errors.ts', 'engine/plan/platform.ts'], packages: ['dockerode', '@grpc/grpc-js', 'protobufjs'] },
  // What a spec needs of an engine is seen in the mounts that it writes in short.
  { at: 'engine/backends', values: ['errors.ts', 'engine/runtime', 'engine/compose/mounts.ts'], packages: ['fastest-levenshtein'] },
  { at: 'engine/readiness', values: ['errors.ts', 'engine/plan'] },
  { at: 'engine/cleanup', values: ['errors.ts', 'engine/plan'] },
  { at: 'engine/lifecycle', values: ['errors.ts', 'engine/plan', 'engine/readiness', 'engine/cleanup', 'engine/compose/units.ts'], packages: ['p-limit', 'tar-stream', '@balena/dockerignore'] },
  // The single-container API is its own composition root: its functions connect for each call.
  { at: 'engine/container', values: ['errors.ts', 'engine/backends', 'engine/compose', 'engine/plan', 'engine/readiness', 'engine/cleanup', 'engine/lifecycle'], packages: ['zod', 'tar-stream'] },
  // The door loads what is behind it when it is needed, not before.
  { at: 'engine/index.ts', values: ['engine/composition.ts', 'engine/compose/resolve.ts'], packages: [], builtins: [] },
  // A program of its own, which joins only what it takes.
  { at: 'engine/watcher.ts', values: ['engine/cleanup', 'engine/runtime'], packages: [] },
  { at: 'engine/composition.ts', values: ['errors.ts', 'engine'], packages: [] },
  // Whoever brings a stack up, from whatever runner, may ask for its timeline; it is drawn where that is asked for, and loaded then.
  { at: 'engine/timeline-page.ts', values: ['errors.ts', 'engine/lifecycle', 'reporters/write-timeline.ts'], packages: [], builtins: [] },
  { at: 'engine/stack-ports.ts', values: [] },
  // A reporter is made by the runner, so nobody can hand it an engine: this one file loads it, and only on a failure.
  { at: 'reporters/collect-evidence.ts', values: ['engine/index.ts'] },
  // What registers the matchers with a runner needs that runner; the matchers themselves need none.
  { at: 'matchers/vitest.ts', values: ['matchers'], packages: ['vitest'] },
  { at: 'matchers/jest.ts', values: ['matchers'], packages: ['@jest/globals'] },
  // A healthcheck's command and a container's secrets are read off what the engine says of it, in the same way as elsewhere.
  { at: 'matchers', values: ['errors.ts', 'engine/readiness/health-command.ts', 'engine/readiness/pause.ts', 'engine/plan/container-secrets.ts'] },
  { at: 'reporters', values: ['errors.ts'], packages: ['vitest'] },
  { at: 'fixtures/vitest', values: ['errors.ts', 'engine/index.ts', 'fixtures', 'reporters'], packages: ['vitest'] },
  { at: 'fixtures/jest', values: ['errors.ts', 'engine/index.ts', 'engine/container/index.ts', 'fixtures', 'reporters'], packages: ['jest-environment-node', '@jest/types'] },
  // The second door is asked for what is there whoever made it: stacks that workers left, and whether an engine answers.
  // An address is written in one way, whoever knows it; a worker loads nothing else of the engine for it.
  { at: 'fixtures', values: ['errors.ts', 'engine/index.ts', 'engine/container/index.ts', 'engine/plan/host-and-port.ts', 'reporters'] },
  { at: 'index.ts', values: ['errors.ts', 'engine/index.ts', 'engine/compose/define.ts'] },
  { at: 'compose.ts', values: ['engine/index.ts', 'engine/lifecycle/verbs.ts'] },
  { at: 'container.ts', values: ['engine/container/index.ts', 'engine/backends'] },
  { at: 'types.ts', values: [] },
  // `config` prints the model and its hashes, so it reads what the loader and the plan know; `doctor` shows what is found before there is an engine.
  { at: 'cli', values: ['errors.ts', 'container.ts', 'engine/index.ts', 'engine/compose', 'engine/plan/config-hash.ts', 'engine/plan/labels.ts', 'engine/backends'] },
];

const source = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();
const isIn = (file: string, at: string): boolean => file === at || file.startsWith(`${at}/`);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      found.push({ specifier: (node.moduleSpecifier as ts.StringLiteral).text, typeOnly: isTypeOnly(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteral(node.arguments[0]!)) {
      found.push({ specifier: node.arguments[0].text, typeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, typeOnly: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022));
  return found;
}

/** Only what stands after `import type` is gone from the output: `import { type A }` still loads the file. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isExportDeclaration(node) ? node.isTypeOnly : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** `dockerode` of `dockerode/lib/x`, `@balena/dockerignore` as it is. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const targetOf = (file: string, specifier: string): string => join(dirname(file), specifier);

/** What a file imports that its room may not have, one line each. */
function trespasses(file: string): readonly string[] {
  const room = rooms.find(({ at }) => isIn(file, at));
  if (room === undefined) return [`${file} is in no room of the table`];
  return (imports.get(file) ?? []).flatMap(({ specifier, typeOnly }) => {
    if (specifier.startsWith('.')) {
      const target = targetOf(file, specifier);
      return typeOnly || isIn(target, room.at) || room.values.some((at) => isIn(target, at)) ? [] : [`${file} gets values from ${target}`];
    }
    if (isBuiltin(specifier)) return room.builtins?.includes(specifier) === false ? [`${file} uses ${specifier}`] : [];
    return room.packages?.includes(packageOf(specifier)) === true ? [] : [`${file} uses the package ${specifier}`];
  });
}

/** The first ring of files that get values from one another. */
function cycle(): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { specifier, typeOnly } of imports.get(file) ?? []) {
      if (typeOnly || !specifier.startsWith('.')) continue;
      const ring = walk(targetOf(file, specifier), [...path, file]);
      if (ring !== undefined) return ring;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const ring = walk(file, []);
    if (ring !== undefined) return ring;
  }
  return undefined;
}

describe('the source', () => {
  test('imports only what the table allows', () => {
    expect(files.flatMap(trespasses)).toEqual([]);
  });

  test('has no cycle of values', () => {
    expect(cycle()).toBeUndefined();
  });

  test.each([
    ['engine/plan/x.ts', '../runtime/client.ts', 'engine/plan/x.ts gets values from engine/runtime/client.ts'],
    ['engine/plan/x.ts', 'node:fs', 'engine/plan/x.ts uses node:fs'],
    ['engine/lifecycle/x.ts', 'dockerode', 'engine/lifecycle/x.ts uses the package dockerode'],
    ['reporters/x.ts', '../engine/index.ts', 'reporters/x.ts gets values from engine/index.ts'],
    ['attic/x.ts', 'node:fs', 'attic/x.ts is in no room of the table'],
  ])('is told on when %s imports %s', (file, specifier, line) => {
    imports.set(file, [{ specifier, typeOnly: false }]);
    expect(trespasses(file)).toEqual([line]);
    imports.delete(file);
  });
});
