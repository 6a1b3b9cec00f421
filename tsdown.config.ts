import { defineConfig, type UserConfig } from 'tsdown';

const shared = { dts: true, platform: 'node', target: 'node20.19', sourcemap: false, hash: false, outDir: 'dist' } as const;

const config: UserConfig[] = defineConfig([
  {
    ...shared,
    // What a CommonJS test file may load.
    entry: { index: 'src/index.ts', compose: 'src/compose.ts' },
    format: ['esm', 'cjs'],
    clean: true,
  },
  {
    ...shared,
    // Vitest itself cannot be required, so neither can these.
    entry: {
      vitest: 'src/fixtures/vitest/index.ts',
      'vitest/global-setup': 'src/fixtures/vitest/global-setup.ts',
      'vitest/plugin': 'src/fixtures/vitest/plugin.ts',
      'reporters/vitest': 'src/reporters/vitest.ts',
    },
    format: ['esm'],
    clean: false,
  },
]);

export default config;
