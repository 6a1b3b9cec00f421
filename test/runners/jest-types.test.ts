import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/steps/package.mjs';
import { runNode } from './inline-project.ts';
import { compiler } from './runner-under-test.ts';

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
  const compilerOptions = {
    module: 'node16',
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types,
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const { output } = await runNode({ 'tsconfig.json': JSON.stringify({ compilerOptions, files: [file] }), [file]: text }, [compiler, '-p', '.']);
  // Jest's own types may have their complaints; ours, the file's and those about the options are ours.
  expect(output.split('\n').filter((line) => /^(shop\.test|error)|\/seaworthy\//.test(line))).toEqual([]);
});
