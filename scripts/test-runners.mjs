import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cases, filesOf, testsOf } from './runners/cases.mjs';
import { matrixPage } from './runners/matrix-page.mjs';
import { compilers, otherRunners, runners } from './runners/versions.mjs';
import { setUp } from './setup.mjs';
import { runCommand } from './setup/run-command.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { packPackage, root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

/**
 * Runs the cases of test/runners on each runner in each version, on several releases of Node; compiles the consumer
 * projects with several compilers; runs the examples of docs/other-runners.md on their runners; and writes what passed
 * to docs/runner-matrix.md. Arguments choose rows by parts of their names, and then no page is written.
 *
 * @typedef {import('./runners/matrix-page.mjs').Outcome} Outcome
 */
const log = console.log;
const folder = join(root, '.setup/runners');
const step = stepsOn(log);

/**
 * Packages in a folder of their own below the repository, where our dependencies are found, too.
 *
 * @param {string} name
 * @param {readonly string[]} packages
 */
async function install(name, packages) {
  const target = join(folder, name);
  await step(name, async (say) => {
    const wanted = JSON.stringify({ private: true, packages });
    if ((await readFile(join(target, 'package.json'), 'utf8').catch(() => '')) === wanted) return say(`${packages.join(', ')} is there`);
    await mkdir(target, { recursive: true });
    await runCommand('npm', ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--prefix', target, ...packages], { cwd: target });
    await writeFile(join(target, 'package.json'), wanted);
    say(`${packages.join(', ')} installed`);
  });
  return target;
}

/** @param {string} path of an installed package */
const versionIn = async (path) => JSON.parse(await readFile(join(path, 'package.json'), 'utf8')).version;

/**
 * Runs Vitest on tests of the repository and reads what became of them.
 *
 * @param {string} title
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<readonly { name: string, passed: boolean }[]>}
 */
async function testsAt(title, args, env) {
  log(`\n--- ${title}\n`);
  const file = join(folder, 'results.json');
  await rm(file, { force: true });
  await runShown('npx', ['vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { cwd: root, env });
  const { testResults } = JSON.parse(await readFile(file, 'utf8'));
  return testResults.flatMap((/** @type {{ assertionResults: { fullName: string, status: string }[] }} */ { assertionResults }) => assertionResults.filter(({ status }) => status === 'passed' || status === 'failed').map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })));
}

/**
 * @param {readonly string[]} names beginnings of tests' names
 * @param {readonly { name: string, passed: boolean }[]} tests
 * @returns {Outcome | undefined} nothing where no test is named
 */
function outcomeOf(names, tests) {
  if (names.length === 0) return undefined;
  // A test that has another name now, or did not run, has not passed.
  const found = names.map((name) => tests.find((test) => test.name.startsWith(name)));
  return { passed: found.filter((test) => test?.passed === true).length, total: names.length };
}

/** @param {readonly string[]} chosen */
async function main(chosen) {
  const startedMs = Date.now();
  const env = { ...process.env, ...(await setUp({ log })), SEAWORTHY_LEFTOVERS: 'ignore' };
  await packPackage({ step });
  const isChosen = (/** @type {string} */ name) => chosen.length === 0 || chosen.some((part) => name.toLowerCase().includes(part.toLowerCase()));
  /** @type {{ name: string, outcomes: readonly (Outcome | undefined)[] }[]} */
  const rows = [];
  for (const { suite, title, packages, of, node } of runners) {
    const at = packages === undefined ? undefined : await install(packages.join('-').replace(/[^\w.-]+/g, '-'), packages);
    const nodeFolder = await install(`node-${node}`, [`node@${node}`]);
    const nodeVersion = await versionIn(join(nodeFolder, 'node_modules/node'));
    const version = of === undefined ? '' : ` ${await versionIn(join(at ?? root, 'node_modules', of))}`;
    const name = `${title}${version}, Node ${nodeVersion}`;
    if (!isChosen(name)) continue;
    const where = { RUNNER_NODE: join(nodeFolder, 'node_modules/node/bin/node'), ...(at === undefined ? {} : { RUNNER_FOLDER: at }) };
    const tests = await testsAt(name, ['--project', 'runners', '-t', testsOf(suite), ...filesOf[suite]], { ...env, ...where });
    rows.push({ name, outcomes: cases.map((one) => outcomeOf(one[suite], tests)) });
  }
  /** @type {{ name: string, outcomes: readonly Outcome[] }[]} */
  const types = [];
  for (const { range, groups } of compilers) {
    const at = join(await install(`typescript-${range}`, [`typescript@${range}`]), 'node_modules/typescript');
    const name = `TypeScript ${await versionIn(at)}`;
    if (!isChosen(name)) continue;
    const tests = await testsAt(name, ['--project', 'package', '--project', 'runners', '-t', `(${groups.map(({ test }) => test).join('|')})`, 'test/package/consumer.test.ts', 'test/runners/jest-types.test.ts', 'test/runners/matchers.test.ts'], { ...env, TYPESCRIPT_FOLDER: at });
    types.push({ name, outcomes: groups.map(({ test, total }) => ({ passed: tests.filter((one) => one.passed && one.name.includes(test)).length, total })) });
  }
  /** @type {{ name: string, outcomes: readonly Outcome[] }[]} */
  const others = [];
  for (const { title, packages, of, file, total } of otherRunners) {
    const at = await install(title.toLowerCase().replaceAll(' ', '-'), packages);
    const name = `${title} ${await versionIn(join(at, 'node_modules', of))}`;
    if (!isChosen(name)) continue;
    const tests = await testsAt(name, ['--project', 'other-runners', file], { ...env, RUNNER_FOLDER: at });
    others.push({ name, outcomes: [{ passed: tests.filter(({ passed }) => passed).length, total }] });
  }
  const all = [...rows, ...types, ...others];
  for (const { name, outcomes } of all) {
    const asked = outcomes.filter((outcome) => outcome !== undefined);
    const complete = asked.every(({ passed, total }) => passed === total);
    log(`${complete ? 'passed' : 'FAILED'}  ${name}`);
    if (!complete) process.exitCode = 1;
  }
  log(`\nIt took ${Math.round((Date.now() - startedMs) / 60_000)} minutes.`);
  if (chosen.length > 0) return;
  await writeFile(join(root, 'docs/runner-matrix.md'), matrixPage({ cases: cases.map(({ name }) => name), rows, groups: compilers[0].groups.map(({ name }) => name), types, others }));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
