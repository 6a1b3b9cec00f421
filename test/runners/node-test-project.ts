import { runNode, type ProjectFiles, type RunResult } from './inline-project.ts';
import { shopCompose } from './shop-project.ts';

/** Node 20 prints the error of a failing test twice, later releases at the end only; that is where it is looked at. */
function errorsOnce(output: string): string {
  const [results = '', ...failing] = output.split('✖ failing tests:');
  if (failing.length === 0) return output;
  const lines = results.split('\n').filter((line) => /^ *[✔✖▶ℹ﹣]/u.test(line));
  return [`${lines.join('\n')}\n\n`, ...failing].join('✖ failing tests:');
}

/** Runs Node's own test runner, one file after the other. */
export const runNodeTest = async (files: ProjectFiles, env: Readonly<Record<string, string>> = {}): Promise<RunResult> => {
  const result = await runNode({ 'compose.yaml': shopCompose, ...files }, ['--test', '--test-concurrency=1', '--test-reporter=spec'], env);
  // Frames of Node itself differ from release to release.
  const output = result.output
    .replace(/^ +at .*(node:internal|node:async_hooks|async Promise\.all).*\n/gm, '')
    // The place of the hook, which Node names where it was registered: in what is installed.
    .replace(/\S*node_modules\/seaworthy\/dist\/([\w-]+\.\w+)(:\d+:\d+)?/g, '<seaworthy>/$1')
    // Node 24 says of an assertion in which way it would print the difference.
    .replace(/,\n +diff: 'simple'$/gm, '');
  return { ...result, output: errorsOnce(output) };
};
