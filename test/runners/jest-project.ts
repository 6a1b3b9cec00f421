import { runNode, type ProjectFiles, type RunOptions, type RunResult } from './inline-project.ts';
import { ofRunner } from './runner-under-test.ts';
import { shopCompose } from './shop-project.ts';

/** Runs the real Jest on a small project and waits for its end. One file after the other, so that the output has one order. */
export async function runJest(files: ProjectFiles, { args = [], env }: RunOptions = {}): Promise<RunResult> {
  return runNode(files, [ofRunner('jest/bin/jest.js'), '--runInBand', ...args], env);
}

/** A config that brings `stacks` up for the run, in `seaworthy/jest/environment`. */
export const jestConfig = (options: string, config = ''): string => `
  module.exports = {
    globalSetup: 'seaworthy/jest/global-setup',
    globalTeardown: 'seaworthy/jest/global-teardown',
    testEnvironment: 'seaworthy/jest/environment',
    testEnvironmentOptions: { ${options} },
    testTimeout: 60_000,
    slowTestThreshold: 600,
    ${config}
  };
`;

/** For CommonJS test files: makes a service write a line to its log. */
export const say = `
  exports.say = async (stack, line) => {
    await stack.services.web.exec(['sh', '-c', 'echo "$0" > /proc/1/fd/1', line]);
  };
`;

/** A CommonJS project with the stack \`shop\` for the whole run. */
export const jestProject = (files: ProjectFiles, config = ''): ProjectFiles => ({
  'package.json': JSON.stringify({ private: true }),
  'compose.yaml': shopCompose,
  'say.js': say,
  'jest.config.js': jestConfig(`seaworthy: { stacks: { shop: 'compose.yaml' } }`, config),
  ...files,
});
