import { seaworthy } from 'seaworthy/vitest/plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Puts what the services wrote to their logs under the error of a failing test.
  plugins: [seaworthy()],
  test: {
    globalSetup: ['global-setup.ts'],
    include: ['test/*.test.ts'],
    exclude: ['test/fails-on-purpose.test.ts'],
  },
});
