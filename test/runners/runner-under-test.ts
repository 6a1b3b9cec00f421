import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/steps/package.mjs';

/** The Node that runs the runner: this one, unless RUNNER_NODE names another, as `npm run test:matrix` does. */
export const runnerNode: string = process.env['RUNNER_NODE'] ?? process.execPath;

/** A folder that has another version of a runner in its `node_modules`; the repository has those it is developed with. */
const other = process.env['RUNNER_FOLDER'];

/** A file of an installed runner. */
export function ofRunner(path: string): string {
  const file = join(other ?? root, 'node_modules', path);
  return existsSync(file) ? file : join(root, 'node_modules', path);
}

/** The major version of the Vitest that is run. */
export const vitestMajor: number = Number.parseInt((JSON.parse(readFileSync(ofRunner('vitest/package.json'), 'utf8')) as { version: string }).version, 10);

/** Below the runner, so that the projects find it and our dependencies; git does not see it. */
export const projects: string = join(other ?? join(root, '.setup'), 'projects');

/** The TypeScript compiler: the repository's, unless TYPESCRIPT_FOLDER names another one's folder. */
export const compiler: string = join(process.env['TYPESCRIPT_FOLDER'] ?? join(root, 'node_modules/typescript'), 'bin/tsc');
