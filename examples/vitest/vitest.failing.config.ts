import { seaworthy } from 'seaworthy/vitest/plugin';
import { defineConfig } from 'vitest/config';

/** The one test that is meant to fail, run apart to show what a failure looks like. */
export default defineConfig({
  plugins: [seaworthy()],
  test: {
    globalSetup: ['global-setup.ts'],
    include: ['test/fails-on-purpose.test.ts'],
  },
});
