import { defineConfig, type UserConfig } from 'tsdown';

const shared = { dts: true, platform: 'node', target: 'node20.19', sourcemap: false, hash: true, outDir: 'dist' } as const;

/** Of Jest's, what the config names, and what a test file loads. */
const jest = {
  jest: 'src/fixtures/jest/index.ts',
  'jest/environment': 'src/fixtures/jest/environment.ts',
  'jest/global-setup': 'src/fixtures/jest/global-setup.ts',
  'jest/global-teardown': 'src/fixtures/jest/global-teardown.ts',
  'reporters/jest': 'src/reporters/jest.ts',
};

/** What a CommonJS test file may load, and an ES module as well. */
const both = { ...jest, 'node-test': 'src/fixtures/node-test/index.ts', index: 'src/index.ts', compose: 'src/compose.ts', container: 'src/container.ts', matchers: 'src/matchers/index.ts', 'matchers/jest': 'src/matchers/jest.ts', 'reporters/evidence': 'src/reporters/evidence.ts', 'reporters/timeline': 'src/reporters/timeline.ts' };

const config: UserConfig[] = defineConfig([
  {
    ...shared,
    // All of it in one build: two would each write a chunk `engine.mjs`, and the later one over the other's.
    entry: {
      ...both,
      cli: 'src/cli/main.ts',
      // Vitest itself cannot be required, so neither can these.
      vitest: 'src/fixtures/vitest/index.ts',
      'vitest/global-setup': 'src/fixtures/vitest/global-setup.ts',
      'vitest/plugin': 'src/fixtures/vitest/plugin.ts',
      // Loaded by Vitest by their path, which the plugin names; nobody imports them.
      'vitest/setup-file': 'src/fixtures/vitest/setup-file.ts',
      'vitest/plugin-global-setup': 'src/fixtures/vitest/plugin-global-setup.ts',
      'vitest/snapshot-serializer': 'src/fixtures/vitest/snapshot-serializer.ts',
      'reporters/vitest': 'src/reporters/vitest.ts',
      'matchers/vitest': 'src/matchers/vitest.ts',
    },
    format: ['esm'],
    clean: true,
  },
  // Jest's sandbox refuses import() in CommonJS, also of a package; and a default export beside others is one of them.
  { ...shared, entry: both, format: ['cjs'], clean: false, outputOptions: { dynamicImportInCjs: false, exports: 'named' } },
  // Run, not imported: one file, which is all that the process that waits has to load.
  { ...shared, entry: { watcher: 'src/engine/watcher.ts' }, format: ['esm'], dts: false, clean: false },
]);

export default config;
