import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { downByProject } from '../../src/container.ts';
import { root } from '../../scripts/steps/package.mjs';
import { BUSYBOX } from '../engine/images.ts';
import { leftAfter, namesOf, OwnerProcess } from './owner-process.ts';

/** A second or two on a machine that is not busy; ten are promised, and the rest is for one that is. */
const PATIENCE_MS = 40_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(root, '.setup/projects/ended-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await writeFile(join(folder, 'owner.mjs'), OWNER);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Brings a stack up, says so, and stays, ends, or does what else it is told to. */
const OWNER = `
import { writeSync } from 'node:fs';
import { up } from 'seaworthy';
const say = (text) => writeSync(1, text + '\\n');
const [name, then, keep] = process.argv.slice(2);
const box = { image: ${JSON.stringify(BUSYBOX)}, command: then === 'fail' ? 'false' : 'sleep 600', init: true, volumes: ['data:/data', '/anonymous'] };
const options = { onProgress: ({ text }) => say(text), ...(keep === undefined ? {} : { keep: JSON.parse(keep) }) };
const stack = await up({ name, services: { a: box, b: { ...box, depends_on: ['a'] } }, volumes: { data: {} } }, options).catch((error) => say('failed: ' + error.message));
say('up ' + stack?.project);
if (then === 'stay') setInterval(() => {}, 1000);
if (then === 'down') await stack.down();
say('done');
`;

const uniqueName = (): string => `ended${randomBytes(4).toString('hex')}`;
/** All that a test has started: of one that fails none may stay, which would hold its stack for ever. */
const started: OwnerProcess[] = [];
afterEach(() => {
  for (const owner of started.splice(0)) owner.kill('SIGKILL');
});
const begin = (...[command, options]: ConstructorParameters<typeof OwnerProcess>): OwnerProcess => {
  const owner = new OwnerProcess(command, options);
  started.push(owner);
  return owner;
};
const own = (name: string, ...args: readonly string[]): OwnerProcess => begin(['owner.mjs', name, ...args], { cwd: folder });
const projectIn = ({ said }: OwnerProcess): string => /^up (\S+)$/m.exec(said)![1]!;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

test('nothing is left of a process that a signal ends, while it is up or comes up', async () => {
  const outcomes = SIGNALS.flatMap((signal) => [' created', '\nup '].map(async (moment) => {
    const name = uniqueName();
    const owner = own(name, 'stay');
    await owner.until(moment);
    owner.kill(signal);
    await owner.ended;
    return { signal, moment, left: await leftAfter(name, PATIENCE_MS) };
  }));
  expect((await Promise.all(outcomes)).filter(({ left }) => left.length > 0)).toEqual([]);
}, 180_000);

test('a process ends by itself when its work is done, and what it forgot or chose to leave is treated as it said', async () => {
  const [forgotten, tidy, kept, failed] = [own(uniqueName()), own(uniqueName(), 'down'), own(uniqueName(), 'end', 'true'), own(uniqueName(), 'fail', '"on-failure"')];
  await Promise.all([forgotten, tidy, kept, failed].map(async (owner) => {
    await owner.until('done');
    const doneMs = performance.now();
    // A timer, a socket or a child that holds it would do so for much longer.
    expect((await owner.ended) - doneMs).toBeLessThan(5_000);
    expect(owner.exitCode, owner.said).toBe(0);
  }));
  expect(await leftAfter(projectIn(forgotten), PATIENCE_MS)).toEqual([]);
  expect(await leftAfter(projectIn(tidy), PATIENCE_MS)).toEqual([]);
  const keptProject = projectIn(kept);
  const failedProject = /docker compose -p (\S+) down/.exec(failed.said)![1]!;
  expect(await namesOf(keptProject)).toEqual([`${keptProject}-a-1`, `${keptProject}-b-1`, `${keptProject}_data`, `${keptProject}_default`]);
  expect((await namesOf(failedProject)).length).toBeGreaterThan(0);
  for (const project of [keptProject, failedProject]) await downByProject(project);
}, 180_000);

test('what a killed process and its killed watcher left goes at the next start, and nothing else does', async () => {
  const [killed, living, kept] = [own(uniqueName(), 'stay'), own(uniqueName(), 'stay'), own(uniqueName(), 'stay', 'true')];
  await Promise.all([killed, living, kept].map((owner) => owner.until('\nup ')));
  for (const owner of [killed, kept]) {
    const watchers = owner.watchers();
    expect(watchers).toHaveLength(1);
    for (const pid of watchers) process.kill(pid, 'SIGKILL');
    owner.kill('SIGKILL');
    await owner.ended;
  }
  const [killedProject, livingProject, keptProject] = [killed, living, kept].map(projectIn) as [string, string, string];
  expect((await namesOf(killedProject)).length).toBe(4);
  const next = own(uniqueName(), 'down');
  await next.until('done');
  expect(next.said).toMatch(/removed what runs that have ended left: \d+ containers/);
  expect(await namesOf(killedProject)).toEqual([]);
  expect((await namesOf(livingProject)).length).toBe(4);
  expect((await namesOf(keptProject)).length).toBe(4);
  await downByProject(keptProject);
  living.kill('SIGTERM');
  expect(await leftAfter(livingProject, PATIENCE_MS)).toEqual([]);
}, 180_000);

const VITEST_FILE = `
import { test as base } from 'vitest';
import { stackFixture } from 'seaworthy/vitest';
const test = base.extend({ shop: stackFixture({ name: process.env.FAULT_PROJECT, services: { a: { image: ${JSON.stringify(BUSYBOX)}, command: 'sleep 600', init: true } } }) });
test('is up', { timeout: 120_000 }, async ({ shop }) => {
  console.log('up ' + shop.project);
  await new Promise(() => {});
});
`;

test('nothing is left of a run of Vitest that is ended, with one worker and with two', async () => {
  // Without one, Vitest takes that of the repository around it.
  await writeFile(join(folder, 'vitest.config.mjs'), 'export default {};');
  for (const file of ['one', 'two']) await writeFile(join(folder, `${file}.test.mjs`), VITEST_FILE);
  const ends = [['SIGINT', 1], ['SIGKILL', 2]] as const;
  const outcomes = ends.map(async ([signal, workers]) => {
    const name = uniqueName();
    const run = begin([join(root, 'node_modules/vitest/vitest.mjs'), 'run', `--maxWorkers=${String(workers)}`, '--disableConsoleIntercept'], { cwd: folder, env: { FAULT_PROJECT: name } });
    await run.until(`up ${name}`);
    if (signal === 'SIGINT') run.killGroup(signal);
    else run.kill(signal);
    await run.ended;
    return { signal, left: await leftAfter(name, PATIENCE_MS) };
  });
  expect((await Promise.all(outcomes)).filter(({ left }) => left.length > 0)).toEqual([]);
}, 180_000);

test('a watcher takes little memory and no time while it waits', async () => {
  const owner = own(uniqueName(), 'stay');
  await owner.until('\nup ');
  const [pid] = owner.watchers();
  const ticks = async (): Promise<number> => {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))![1]);
  expect(rssKb).toBeLessThan(50 * 1024);
  const before = await ticks();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await ticks()) - before).toBeLessThanOrEqual(2);
  owner.kill('SIGTERM');
  expect(await leftAfter(projectIn(owner), PATIENCE_MS)).toEqual([]);
}, 120_000);
