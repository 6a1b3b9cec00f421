import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cases, filesOf, testsOf } from './runners/cases.mjs';
import { matrixPage } from './runners/matrix-page.mjs';
import { compilers, compiling, groups, otherRunners, runners } from './runners/versions.mjs';
import { setUp } from './setup.mjs';
import { runCommand } from './setup/run-command.mjs';
import { SetUpError } from './setup/set-up-error.mjs';
import { stepsOn } from './setup/step.mjs';
import { packPackage, root } from './steps/package.mjs';
import { runShown } from './steps/shown.mjs';

/**
 * Runs the cases of test/runners on each runner in each version, on several releases of Node; compiles the consumer
 * projects with several compilers; runs the examples of docs/other-runners.md on their runners; and writes what passed
 * to docs/runner-matrix.md. Arguments choose rows by the beginnings of their names; the page then has what earlier runs saw
 * of the others.
 *
 * @typedef {import('./runners/matrix-page.mjs').Outcome} Outcome
 */
const log = console.log;
const folder = join(root, '.setup/runners');
const seen = join(folder, 'seen');
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

/** @typedef {'runners' | 'types' | 'others'} Table */

/**
 * Keeps what a row saw, so that rows can be run by themselves.
 *
 * @param {Table} table
 * @param {number} index
 * @param {import('./runners/matrix-page.mjs').Row} row
 */
async function record(table, index, row) {
  await mkdir(seen, { recursive: true });
  await writeFile(join(seen, `${table}-${index}.json`), JSON.stringify(row));
  const complete = row.outcomes?.every((outcome) => outcome === undefined || outcome === null || outcome.passed === outcome.total);
  log(`\n${complete ? 'passed' : 'FAILED'}  ${row.name}`);
  if (!complete) process.exitCode = 1;
}

/**
 * @param {Table} table
 * @param {readonly string[]} names what a row is called as long as it was not run
 * @returns {Promise<readonly import('./runners/matrix-page.mjs').Row[]>}
 */
async function recorded(table, names) {
  return Promise.all(names.map(async (name, index) => JSON.parse(await readFile(join(seen, `${table}-${index}.json`), 'utf8').catch(() => JSON.stringify({ name })))));
}

/** @param {readonly string[]} chosen */
async function main(chosen) {
  const startedMs = Date.now();
  const RUNNER_TARBALL = join(folder, 'seaworthy.tgz');
  const env = { ...process.env, ...(await setUp({ log })), SEAWORTHY_LEFTOVERS: 'ignore', RUNNER_TARBALL };
  await mkdir(folder, { recursive: true });
  await copyFile(await packPackage({ step }), RUNNER_TARBALL);
  if (chosen.length === 0) await rm(seen, { recursive: true, force: true });
  const isChosen = (/** @type {string} */ name) => chosen.length === 0 || chosen.some((part) => name.toLowerCase().startsWith(part.toLowerCase()));

  for (const [index, { suite, title, packages, of, node }] of runners.entries()) {
    const at = packages === undefined ? undefined : await install(packages.join('-').replace(/[^\w.-]+/g, '-'), packages);
    const nodeFolder = await install(`node-${node}`, [`node@${node}`]);
    const version = of === undefined ? '' : ` ${await versionIn(join(at ?? root, 'node_modules', of))}`;
    const name = `${title}${version}, Node ${await versionIn(join(nodeFolder, 'node_modules/node'))}`;
    if (!isChosen(name)) continue;
    const where = { RUNNER_NODE: join(nodeFolder, 'node_modules/node/bin/node'), RUNNER_FOLDER: at ?? nodeFolder };
    const tests = await testsAt(name, ['--project', 'runners', '-t', testsOf(suite), ...filesOf[suite]], { ...env, ...where });
    await record('runners', index, { name, outcomes: cases.map((one) => outcomeOf(one[suite], tests)) });
  }
  for (const [index, range] of compilers.entries()) {
    const at = join(await install(`typescript-${range}`, [`typescript@${range}`]), 'node_modules/typescript');
    const name = `TypeScript ${await versionIn(at)}`;
    if (!isChosen(name)) continue;
    const tests = await testsAt(name, ['--project', 'package', '--project', 'runners', '-t', `(${groups.map(({ test }) => test).join('|')})`, ...compiling], { ...env, TYPESCRIPT_FOLDER: at });
    await record('types', index, { name, outcomes: groups.map(({ test, total }) => ({ passed: tests.filter((one) => one.passed && one.name.includes(test)).length, total })) });
  }
  for (const [index, { title, packages, of, file, total }] of otherRunners.entries()) {
    const at = await install(title.toLowerCase().replaceAll(' ', '-'), packages);
    const name = `${title} ${await versionIn(join(at, 'node_modules', of))}`;
    if (!isChosen(name)) continue;
    const tests = await testsAt(name, ['--project', 'other-runners', file], { ...env, RUNNER_FOLDER: at });
    await record('others', index, { name, outcomes: [{ passed: tests.filter(({ passed }) => passed).length, total }] });
  }
  log(`\nIt took ${Math.round((Date.now() - startedMs) / 60_000)} minutes.`);

  const unseen = (/** @type {{ title: string, node: string }} */ { title, node }) => `${title}, Node ${node}`;
  const tables = {
    rows: await recorded('runners', runners.map(unseen)),
    types: await recorded('types', compilers.map((range) => `TypeScript ${range}`)),
    others: await recorded('others', otherRunners.map(({ title }) => title)),
  };
  await writeFile(join(root, 'docs/runner-matrix.md'), matrixPage({ cases: cases.map(({ name }) => name), groups: groups.map(({ name }) => name), ...tables }));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof SetUpError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
