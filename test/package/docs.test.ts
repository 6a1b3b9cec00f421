import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleFolder, installExample } from '../../scripts/steps/example.mjs';
import { packPackage, root } from '../../scripts/steps/package.mjs';
import { quietStep } from './quiet-step.ts';

/**
 * A fenced block. A comment `<!-- from PATH -->` on the line before it says that it is cut from that file; every other
 * block of TypeScript has to compile by itself, where the example is installed.
 */
interface Block {
  readonly at: string;
  readonly language: string;
  readonly from: string | undefined;
  readonly text: string;
}

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'examples/vitest/README.md', 'examples/jest/README.md', ...markdownBelow('docs')];
const texts = pages.map((page) => [page, readFileSync(join(root, page), 'utf8')] as const);
const blocks = texts.flatMap(([page, text]) => blocksOf(page, text));

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

function blocksOf(page: string, text: string): readonly Block[] {
  return [...text.matchAll(/(?:^<!-- from (\S+) -->\n)?^```(\w*)\n(.*?)^```$/gms)].map(([, from, language = '', content = ''], index) => ({ at: `${page} block ${index + 1}`, language, from, text: content }));
}

describe('the pages', () => {
  test('name commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const example = JSON.parse(readFileSync(join(exampleFolder, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const named = texts.flatMap(([, text]) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!));
    expect(named.filter((name) => !(name in scripts) && !(name in example.scripts))).toEqual([]);
  });

  test('link to files that are there', () => {
    const dead = texts.flatMap(([page, text]) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => relative(root, join(root, dirname(page), link!))).filter((path) => !existsSync(join(root, path))).map((path) => `${page}: ${path}`),
    );
    expect(dead).toEqual([]);
  });

  test.each(blocks.filter(({ from }) => from !== undefined))('$at is cut from $from', ({ from, text }) => {
    expect(readFileSync(join(root, from!), 'utf8')).toContain(text);
  });
});

describe('their TypeScript', () => {
  const alone = blocks.filter(({ language, from }) => language === 'ts' && from === undefined);
  // Below the example, so that what it has installed is found, and out of the way of its own files.
  const folder = join(exampleFolder, 'node_modules/.docs');
  const fileOf = (index: number): string => join(folder, `block-${index}.ts`);
  let complaints: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    await packPackage({ step: quietStep });
    await installExample({ step: quietStep });
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [index, { text }] of alone.entries()) await writeFile(fileOf(index), `${text}\nexport {};\n`);
    complaints = compile(alone.map((_block, index) => fileOf(index)));
  });

  test.each(alone.map((block, index) => ({ ...block, index })))('$at compiles', ({ index }) => {
    expect(complaints.get(fileOf(index)) ?? []).toEqual([]);
  });

  test('is compiled for real: a wrong line is found', async () => {
    const file = join(folder, 'wrong.ts');
    await writeFile(file, "import { up } from 'seaworthy';\nexport const port: string = (await up('x')).services['db']!.port(1);\n");
    expect(compile([file]).get(file)).toEqual(["Type 'number' is not assignable to type 'string'."]);
  });
});

/** The compiler's complaints by file. */
function compile(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const { options } = ts.convertCompilerOptionsFromJson(
    { target: 'ES2022', lib: ['ES2023', 'ESNext.Disposable'], module: 'esnext', moduleResolution: 'bundler', types: ['node'], strict: true, noEmit: true, skipLibCheck: true },
    exampleFolder,
  );
  const program = ts.createProgram(files, { ...options, typeRoots: [join(exampleFolder, 'node_modules/@types')] });
  const found = new Map<string, string[]>();
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName ?? 'the project';
    found.set(name, [...(found.get(name) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  return found;
}
