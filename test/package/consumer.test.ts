import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installConsumer, type Consumer } from './consumer.ts';

let consumer: Consumer;
beforeAll(async () => {
  consumer = await installConsumer();
});
afterAll(async () => consumer.remove());

const print = (expression: string): string => `console.log(JSON.stringify(${expression}));`;
const loaded = `Object.keys(createRequire(import.meta.url).cache).map((file) => file.split('node_modules/').at(-1).split('/')[0])`;

describe('the installed package', () => {
  test('gives the same names to import and to require', async () => {
    const imported = await consumer.evaluate('names.mjs', `import * as all from 'seaworthy'; ${print('Object.keys(all).sort()')}`);
    const required = await consumer.evaluate('names.cjs', `const all = require('seaworthy'); ${print('Object.keys(all).sort()')}`);
    expect(imported).toMatchInlineSnapshot(`
      [
        "BackendError",
        "CleanupError",
        "ERROR_CODES",
        "ExecError",
        "FaultError",
        "FixtureError",
        "HealthError",
        "ImageError",
        "MatcherError",
        "PortError",
        "SeaworthyError",
        "SpecError",
        "StartError",
        "TimeoutError",
        "attach",
        "defineStack",
        "up",
      ]
    `);
    expect(required).toEqual(imported);
  });

  test('gives the Compose calls to import and to require', async () => {
    const imported = await consumer.evaluate('compose.mjs', `import * as all from 'seaworthy/compose'; ${print('Object.keys(all).sort()')}`);
    const required = await consumer.evaluate('compose.cjs', `const all = require('seaworthy/compose'); ${print('Object.keys(all).sort()')}`);
    expect(imported).toMatchInlineSnapshot(`
      [
        "build",
        "config",
        "cp",
        "down",
        "events",
        "exec",
        "images",
        "kill",
        "logs",
        "pause",
        "port",
        "ps",
        "pull",
        "restart",
        "run",
        "start",
        "stop",
        "top",
        "unpause",
        "up",
        "wait",
      ]
    `);
    expect(required).toEqual(imported);
  });

  test('knows its errors across the ESM and the CommonJS copy', async () => {
    const source = `
      import { createRequire } from 'node:module';
      import * as esm from 'seaworthy';
      const cjs = createRequire(import.meta.url)('seaworthy');
      const problem = new cjs.SpecError('SPEC_INVALID', 'no', []);
      ${print('[problem instanceof esm.SpecError, problem instanceof esm.SeaworthyError, problem instanceof esm.PortError, cjs.SpecError === esm.SpecError]')}`;
    expect(await consumer.evaluate('errors.mjs', source)).toEqual([true, true, false, false]);
  });

  test.each(['seaworthy', 'seaworthy/compose'])('loads no Docker client with an import of %s', async (entry) => {
    const source = `import { createRequire } from 'node:module'; await import('${entry}'); ${print(loaded)}`;
    const packages = (await consumer.evaluate('loaded.mjs', source)) as string[];
    expect(packages.filter((name) => /^(dockerode|docker-modem|ssh2|@grpc|vitest|vite)$/.test(name))).toEqual([]);
  });

  test('loads the Docker client with the first call that needs one', async () => {
    const source = `
      import { createRequire } from 'node:module';
      import { attach } from 'seaworthy';
      await attach('no-such-project').catch(() => undefined);
      ${print(loaded)}`;
    expect(await consumer.evaluate('first-call.mjs', source)).toContain('dockerode');
  });
});

describe('its types', () => {
  const source = `
    import { defineStack, up, SpecError, type Stack } from 'seaworthy';
    import { ps } from 'seaworthy/compose';
    const shop = defineStack({ services: { cache: { image: 'redis:7-alpine', ports: ['6379'] } } });
    export async function check(): Promise<number> {
      await using stack = await up(shop);
      const some: Stack = stack;
      await ps(some);
      // @ts-expect-error: the service is called cache
      stack.services.chache;
      return stack.services.cache.port(6379);
    }
    export const isSpecError = (error: unknown): boolean => error instanceof SpecError && error.problems.length > 0;`;

  test.each([
    ['an ES module', 'types.mts', { module: 'node16', moduleResolution: 'node16' }],
    ['a CommonJS module', 'types.cts', { module: 'node16', moduleResolution: 'node16' }],
    ['a bundled module', 'types.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('resolve from %s and need the types of nothing but Node', async (_kind, file, options) => {
    expect(await consumer.compile({ [file]: source }, options)).toBe('');
  });
});
