import { chmod, lstat, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pack, type Header } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpackArchive } from '../../../../src/engine/lifecycle/unpack-archive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-unpack-'));
  await mkdir(join(folder, 'outside'));
  await writeFile(join(folder, 'outside/secret'), 'as it was');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

type Sent = readonly [Partial<Header> & { readonly name: string }, string?];

const archiveOf = (entries: readonly Sent[]): NodeJS.ReadableStream => {
  const tar = pack();
  for (const [header, content = ''] of entries) tar.entry(header, content);
  tar.finalize();
  return tar.pipe(new PassThrough());
};

/** What the container sends, unpacked to `target` of the test's folder. */
const unpack = (entries: readonly Sent[], target = 'got'): Promise<void> => unpackArchive(archiveOf(entries), join(folder, target));

const refused = (entries: readonly Sent[], target?: string): Promise<string> =>
  unpack(entries, target).then(
    () => 'no error',
    (error: unknown) => `${(error as { code: string }).code}: ${(error as Error).message.replaceAll(folder, 'FOLDER')}`,
  );

const directory = (name: string, mode = 0o755): Sent => [{ name, type: 'directory', mode }];
const file = (name: string, content: string, mode = 0o644): Sent => [{ name, mode }, content];
const symbolic = (name: string, linkname: string): Sent => [{ name, type: 'symlink', linkname }];

test('replaces what an earlier copy left, also links and what cannot be written to', async () => {
  const tree: readonly Sent[] = [directory('x/', 0o555), file('x/a', 'one', 0o444), symbolic('x/l', 'a'), [{ name: 'x/hard', type: 'link', linkname: 'x/a' }], directory('x/sub', 0o500), file('x/sub/b', 'two')];
  await unpack(tree);
  await unpack(tree);
  expect(await readFile(join(folder, 'got/hard'), 'utf8')).toBe('one');
  expect(await readFile(join(folder, 'got/sub/b'), 'utf8')).toBe('two');
  expect(await readlink(join(folder, 'got/l'))).toBe('a');
  const modes = await Promise.all(['got', 'got/a', 'got/sub'].map(async (path) => ((await stat(join(folder, path))).mode & 0o7777).toString(8)));
  expect(modes).toEqual(['555', '444', '500']);
  expect(await refused([directory('x/', 0o555), symbolic('x/a', 'sub'), file('x/l', 'a file now'), directory('x/hard')])).toContain('EEXIST');
  expect(await readlink(join(folder, 'got/a'))).toBe('sub');
  expect(await readFile(join(folder, 'got/l'), 'utf8')).toBe('a file now');
  // Also after a failure.
  expect(((await stat(join(folder, 'got'))).mode & 0o7777).toString(8)).toBe('555');
});

test('leaves the mode of a directory that is there, and what a link of the user leads to, where it is', async () => {
  await mkdir(join(folder, 'mine'));
  await chmod(join(folder, 'mine'), 0o711);
  await symlink('mine', join(folder, 'got'));
  await unpack([directory('x/', 0o777), file('x/a', 'one')]);
  expect(((await stat(join(folder, 'mine'))).mode & 0o7777).toString(8)).toBe('711');
  expect(await readFile(join(folder, 'mine/a'), 'utf8')).toBe('one');
});

test('writes nothing through a link that an entry made', async () => {
  const throughFile = await refused([directory('x/'), symbolic('x/l', '../outside/secret'), file('x/l', 'taken over')]);
  expect(throughFile).toBe('no error');
  expect((await lstat(join(folder, 'got/l'))).isFile()).toBe(true);
  expect(await refused([directory('x/'), symbolic('x/d', '../outside'), file('x/d/secret', 'taken over')])).toMatchInlineSnapshot(`
    "START_REJECTED: The container's archive was not unpacked: its entry "x/d/secret" goes through a link.
      Only a container that means harm sends one like this."
  `);
  expect(await refused([symbolic('x', 'outside'), file('x/secret', 'taken over')], 'root')).toMatchInlineSnapshot(`
    "START_REJECTED: The container's archive was not unpacked: its entry "x/secret" goes through a link.
      Only a container that means harm sends one like this."
  `);
  expect(await refused([symbolic('x', 'outside/secret'), file('x', 'taken over')], 'root')).toMatchInlineSnapshot(`
    "START_REJECTED: The container's archive was not unpacked: its entry "x" goes through a link.
      Only a container that means harm sends one like this."
  `);
  expect(await refused([directory('x/'), file('x/../../outside/secret', 'taken over')])).toMatchInlineSnapshot(`
    "START_REJECTED: The container's archive was not unpacked: its entry "x/../../outside/secret" points above the target.
      Only a container that means harm sends one like this."
  `);
  expect(await refused([directory('x/'), symbolic('x/d', '../outside'), [{ name: 'x/hard', type: 'link', linkname: 'x/d/secret' }]])).toMatchInlineSnapshot(`
    "START_REJECTED: The container's archive was not unpacked: its entry "x/d/secret" goes through a link.
      Only a container that means harm sends one like this."
  `);
  expect(await readFile(join(folder, 'outside/secret'), 'utf8')).toBe('as it was');
});

test('replaces a link that is there by a file, and leaves what it led to', async () => {
  await symlink('outside/secret', join(folder, 'got'));
  await unpack([file('x', 'a copy')]);
  expect(await readFile(join(folder, 'got'), 'utf8')).toBe('a copy');
  expect(await readFile(join(folder, 'outside/secret'), 'utf8')).toBe('as it was');
});

test('says what cannot be written or copied', async () => {
  expect(await refused([file('x', '')], 'outside')).toMatchInlineSnapshot(`
    "SPEC_INVALID: The target "FOLDER/outside" cannot be written: Path is a directory: rm returned EISDIR (is a directory) FOLDER/outside.
      Give another path, or make room there."
  `);
  expect(await refused([directory('x/')], 'outside/secret')).toMatchInlineSnapshot(`
    "SPEC_INVALID: The target "FOLDER/outside/secret" cannot be written: EEXIST: file already exists, mkdir 'FOLDER/outside/secret'.
      Give another path, or make room there."
  `);
  expect(await refused([file('x', '')], 'outside/secret/deeper')).toMatchInlineSnapshot(`
    "SPEC_INVALID: The target "FOLDER/outside/secret/deeper" cannot be written: EEXIST: file already exists, mkdir 'FOLDER/outside/secret'.
      Give another path, or make room there."
  `);
  expect(await refused([[{ name: 'x', type: 'fifo' }]])).toMatchInlineSnapshot(`
    "START_REJECTED: "x" of the container is a fifo, which cannot be copied.
      Copy files and directories."
  `);
});
