import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Pages in a real browser, by `npm run test:pages`: apart from the other tests, since a browser is large to install. */
const config: ViteUserConfig = defineConfig({ test: { include: ['test/pages/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } });

export default config;
