import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/steps/package.mjs';
import { installPackage, writeProject } from './inline-project.ts';

beforeAll(installPackage, 120_000);

const body = `
  import { injectStack, type ProvidedStacks } from 'seaworthy/jest';
  const sources = { shop: { services: { web: { image: 'nginx', ports: ['80'] } } } } as const;
  declare global {
    namespace Seaworthy {
      interface Stacks extends ProvidedStacks<typeof sources> {}
    }
  }
  test('answers', async () => {
    const url: string = injectStack('shop').services.web.url(80);
    expect(stacks.shop.services.web.url(80)).toBe(url);
    // @ts-expect-error a port that is not published
    stacks.shop.services.web.port(81);
  });
`;

test.each([
  ['@types/jest', 'shop.test.mts', body, ['node', 'jest']],
  ['@types/jest', 'shop.test.cts', body, ['node', 'jest']],
  ['@jest/globals', 'shop.test.mts', `import { expect, test } from '@jest/globals';${body}`, ['node']],
])('test files compile with %s in %s', async (_types, file, text, types) => {
  const folder = await writeProject({ [file]: text });
  expect(await readdir(folder)).toContain(file);
  const program = ts.createProgram([join(folder, file)], {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types,
    typeRoots: [join(root, 'node_modules/@types')],
  });
  const complaints = ts.getPreEmitDiagnostics(program).map(({ file: at, messageText }) => `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(complaints.filter((complaint) => complaint.includes('/seaworthy/') || complaint.includes(folder))).toEqual([]);
});
