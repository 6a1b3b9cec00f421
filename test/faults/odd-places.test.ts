import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/steps/package.mjs';
import { BUSYBOX } from '../engine/images.ts';
import { leftAfter, OwnerProcess } from './owner-process.ts';

const COMPOSE = `
services:
  app:
    image: ${BUSYBOX}
    command: sh -c 'cat /here/* && sleep 600'
    init: true
    env_file: ünï.env
    healthcheck: { test: "test -e '/here/a file'", interval: 1s }
    volumes: [./中 data:/here, kept:/kept]
volumes: { kept: {} }
`;

const PROGRAM = `
import { up } from 'seaworthy';
const stack = await up('compose file.yaml', { projectName: process.argv[2] }).catch((error) => {
  console.log(error.code + ': ' + error.message);
  process.exit();
});
console.log(JSON.stringify({ log: (await stack.services.app.logs()).map(({ text }) => text), env: (await stack.services.app.exec(['sh', '-c', 'echo $WORD'])).stdout }));
await stack.down({ timeoutMs: 0 });
console.log('done');
`;

/** From a while after its start on, the clock is an hour off. */
const jump = (hours: number): string => `data:text/javascript,${encodeURIComponent(`const now=Date.now,from=performance.now();Date.now=()=>now()+(performance.now()-from>400?${String(hours * 3_600_000)}:0)`)}`;

const project = `odd${randomBytes(4).toString('hex')}`;
const folder = join(root, '.setup/projects', `${project} ünï 中`);
beforeAll(async () => {
  await mkdir(join(folder, '中 data'), { recursive: true });
  for (const [name, text] of [['package.json', '{"private":true,"type":"module"}'], ['compose file.yaml', COMPOSE], ['ünï.env', 'WORD=größe\n'], ['中 data/a file', 'seen\n'], ['a program.mjs', PROGRAM]] as const) await writeFile(join(folder, name), text);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const outcomeOf = async (name: string, flags: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const owner = new OwnerProcess([...flags, 'a program.mjs', name], { cwd: folder, env });
  await owner.ended;
  return owner.said.replaceAll(name, '<project>').replace(/[0-9a-f]{32}/, '<hash>').replace(/seaworthy-\d+/g, 'seaworthy-<user>').replace(/EPERM: operation not permitted|EACCES: permission denied/, '<refused>');
};

const WORKED = `${JSON.stringify({ log: ['seen'], env: 'größe\n' })}\ndone\n`;

// Nobody can make a file below /sys, not even root.
test.skipIf(process.platform !== 'linux')('a folder with spaces and letters of other languages, a clock that jumps, and no place for temporary files', async () => {
  const [forward, back, nowhere] = [`${project}f`, `${project}b`, `${project}n`];
  const outcomes = await Promise.all([outcomeOf(forward, ['--import', jump(1)]), outcomeOf(back, ['--import', jump(-1)]), outcomeOf(nowhere, [], { TMPDIR: '/sys' })]);
  expect(outcomes.slice(0, 2)).toEqual([WORKED, WORKED]);
  expect(outcomes[2]).toMatchInlineSnapshot(`
    "LOCK_UNAVAILABLE: The lock /sys/seaworthy-<user>/projects/<hash>.lock cannot be taken: <refused>, mkdir '/sys/seaworthy-<user>'.
      It keeps two processes from doing the same at once. Make its folder writable for this user, remove it, or set TMPDIR to another place.
    "
  `);
  for (const name of [forward, back, nowhere]) expect(await leftAfter(name, 30_000)).toEqual([]);
}, 180_000);
