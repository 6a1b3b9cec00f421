/** @type {import('jest').Config} */
module.exports = {
  // One stack for the whole run: up before the first test, gone with its volumes after the last.
  globalSetup: 'seaworthy/jest/global-setup',
  globalTeardown: 'seaworthy/jest/global-teardown',
  // Gives tests its handles, and puts what the services wrote to their logs under the error of a failing one.
  testEnvironment: 'seaworthy/jest/environment',
  testEnvironmentOptions: { seaworthy: { stacks: { theatre: 'compose.yaml' } } },
  testPathIgnorePatterns: ['fails-on-purpose'],
  testTimeout: 30_000,
};
