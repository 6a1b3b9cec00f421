import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { provideBackends } from './setup/backends.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { together } from './setup/together.mjs';
import { leftoverText, listResources, waitUntilNothingIsLeft } from './leftovers.mjs';
import { engineHost } from './steps/engine-host.mjs';
import { exampleFolder, installExample, jestExampleFolder, runFailingExample, wantedInJestFailure } from './steps/example.mjs';
import { packPackage, root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

const log = console.log;
const title = (/** @type {string} */ text) => log(`\n--- ${text}\n`);
const results = join(root, '.setup/results');

/**
 * Vitest's projects, but for those that need more than set-up provides: TLS and SSH have daemons of their own to start
 * (`npm run test:backends`), other runners and versions are to be installed (`npm run test:matrix`).
 */
const projects = ['unit', 'types', 'engine', 'conformance', 'podman', 'faults', 'runners', 'package'];

/** @typedef {{ name: string, passed: number, failed: number }} Outcome */

/** @param {readonly string[]} args for Vitest, which then runs alone */
async function test(args) {
  title('Set-up');
  const env = { ...process.env, ...(await setUp({ log })) };
  const step = stepsOn(log);
  await packPackage({ step });
  if (args.length > 0) return (await runShown('npx', ['vitest', 'run', ...args], { cwd: root, env })).code === 0;

  await together([(signal) => installExample({ step, signal }), (signal) => installExample({ step, folder: jestExampleFolder, signal }), () => provideBackends({ step, mayInstall: process.env.CI !== undefined })], undefined);
  const host = engineHost(env);
  const before = await listResources(host);
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });

  title('The tests of this repository');
  const outcomes = [await runVitest('repository', ['npx', 'vitest', 'run', ...projects.flatMap((name) => ['--project', name])], { cwd: root, env })];
  title('The tests of examples/vitest');
  outcomes.push(await runVitest('example', ['npm', 'test', '--silent', '--'], { cwd: exampleFolder, env }));
  title('The tests of examples/jest');
  outcomes.push(await runJest('example-jest', { cwd: jestExampleFolder, env }));
  title('What must hold after them');
  outcomes.push(await checkTypes({ env }), ...(await checkFailures({ env })), await checkEngine({ host, before, alone: env.CI !== undefined }));

  const sum = (/** @type {'passed' | 'failed'} */ key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  await writeFile(join(results, 'total.json'), JSON.stringify({ passed: sum('passed'), failed: sum('failed') }));
  title(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0;
}

/**
 * @param {string} name
 * @param {readonly [string, ...string[]]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Outcome>}
 */
async function runVitest(name, [program, ...args], options) {
  const file = join(results, `${name}.json`);
  const { code } = await runShown(program, [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], options);
  return readOutcome(name, file, code);
}

/**
 * @param {string} name
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Outcome>}
 */
async function runJest(name, options) {
  const file = join(results, `${name}.json`);
  const { code } = await runShown('npm', ['test', '--silent', '--', '--json', `--outputFile=${file}`], options);
  return readOutcome(name, file, code);
}

/**
 * Vitest and Jest count in the same words.
 *
 * @param {string} name
 * @param {string} file
 * @param {number} code
 * @returns {Promise<Outcome>}
 */
async function readOutcome(name, file, code) {
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(
    await readFile(file, 'utf8').catch(() => '{"numPassedTests":0,"numFailedTests":0}'),
  );
  // A file that does not load, a set-up that throws, something left in the engine: no test failed, but the run did.
  return { name, passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** @param {{ env: NodeJS.ProcessEnv }} options */
async function checkTypes({ env }) {
  const { code, output } = await runShown('npm', ['run', '--silent', 'typecheck'], { cwd: exampleFolder, env, quiet: true });
  return outcome('the example compiles', code === 0 ? [] : [output]);
}

/** @param {{ env: NodeJS.ProcessEnv }} options */
async function checkFailures({ env }) {
  const outcomes = [];
  for (const options of [{ env, quiet: true }, { env, quiet: true, folder: jestExampleFolder, wanted: wantedInJestFailure }]) {
    const { output, faults } = await runFailingExample(options);
    const runner = options.folder === undefined ? 'Vitest' : 'Jest';
    outcomes.push(outcome(`the test that is meant to fail shows what the services wrote, with ${runner}`, faults.length === 0 ? [] : [output, ...faults]));
  }
  return outcomes;
}

/** @param {Parameters<typeof waitUntilNothingIsLeft>[0]} options */
async function checkEngine(options) {
  const left = await waitUntilNothingIsLeft(options);
  return outcome('the engine holds nothing of ours', left.length === 0 ? [] : [leftoverText(left)]);
}

/**
 * @param {string} name
 * @param {readonly string[]} faults
 * @returns {Outcome}
 */
function outcome(name, faults) {
  log(`${faults.length === 0 ? 'passed' : 'FAILED'}  ${name}`);
  for (const fault of faults) log(fault);
  return { name, passed: faults.length === 0 ? 1 : 0, failed: faults.length === 0 ? 0 : 1 };
}

try {
  if (!(await test(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
