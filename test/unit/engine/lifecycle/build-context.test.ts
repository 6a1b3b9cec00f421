import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { expect, onTestFinished, test } from 'vitest';
import { packBuildContext, readBuildContext } from '../../../../src/engine/lifecycle/build-context.ts';
import { buildDigest } from '../../../../src/engine/lifecycle/build-digest.ts';

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy context '));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
};

const sent = async (folder: string, build: object = {}): Promise<Record<string, string>> => {
  const reader = extract();
  reader.end(await buffer(packBuildContext(await readBuildContext('service "app"', { context: folder, ...build }))));
  const files: Record<string, string> = {};
  for await (const entry of reader) {
    if (entry.header.type === 'file') files[entry.header.name] = (await buffer(entry)).toString();
    else entry.resume();
  }
  return files;
};

test('sends everything that its ignore file does not exclude, with what an exception brings back', async () => {
  const folder = await folderWith({ Dockerfile: 'FROM x', '.dockerignore': 'node_modules\n**/*.log\n!keep.log\nsecret/*\n!secret/public\n# comment\n', 'node_modules/a/index.js': '', 'keep.log': 'k', 'deep/x.log': '', 'deep/x.txt': 'x', 'secret/key': '', 'secret/public': 'p' });
  expect(Object.keys(await sent(folder)).sort()).toEqual(['.dockerignore', 'Dockerfile', 'deep/x.txt', 'keep.log', 'secret/public']);
});

test('prefers the ignore file of the Dockerfile, wherever that is', async () => {
  const folder = await folderWith({ 'docker/app.Dockerfile': 'FROM x', 'docker/app.Dockerfile.dockerignore': 'b', '.dockerignore': 'a', a: '1', b: '2' });
  expect(Object.keys(await sent(folder, { dockerfile: 'docker/app.Dockerfile' })).sort()).toEqual(['.dockerignore', 'a', 'docker/app.Dockerfile', 'docker/app.Dockerfile.dockerignore']);
});

test('adds a Dockerfile that is not in the context, and hides it from what copies', async () => {
  const folder = await folderWith({ 'app/a': '1', 'other/Dockerfile': 'FROM outside', 'excluded/Dockerfile': 'FROM excluded', 'excluded/.dockerignore': 'Dockerfile\n' });
  const name = '.seaworthy.Dockerfile';
  expect(await sent(join(folder, 'app'), { dockerfile: '../other/Dockerfile' })).toEqual({ a: '1', [name]: 'FROM outside', '.dockerignore': `\n${name}\n.dockerignore\n` });
  expect(await sent(join(folder, 'app'), { dockerfile_inline: 'FROM inline' })).toMatchObject({ [name]: 'FROM inline' });
  expect(await sent(join(folder, 'excluded'))).toEqual({ [name]: 'FROM excluded', '.dockerignore': `Dockerfile\n\n${name}\n` });
});

test('ends the stream with an error that names a file which is gone by the time it is sent', async () => {
  const folder = await folderWith({ Dockerfile: 'FROM x', a: '1', b: '2' });
  const context = await readBuildContext('service "app"', { context: folder });
  await rm(join(folder, 'b'));
  const failure = (await buffer(packBuildContext(context)).catch((error: unknown) => error)) as Error;
  expect(failure.message.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "The build context could not be sent: FOLDER/b cannot be read: ENOENT: no such file or directory, lstat 'FOLDER/b'.
      It was there when the build began. Keep the files still while they are sent, or leave those that come and go out with .dockerignore."
  `);
});

test('says what is not there', async () => {
  const folder = await folderWith({ file: '' });
  const failure = async (build: object): Promise<string> => (await readBuildContext('service "app"', { context: folder, ...build }).catch((error: unknown) => error as Error) as Error).message.replaceAll(folder, 'FOLDER');
  expect(await failure({})).toMatchInlineSnapshot(`
    "The Dockerfile of service "app" does not exist: FOLDER/Dockerfile
      dockerfile is relative to the build context."
  `);
  expect(await failure({ context: join(folder, 'none') })).toMatchInlineSnapshot(`
    "The build context of service "app" does not exist: FOLDER/none
      A relative one is taken from the directory of the Compose file, or the working directory."
  `);
  expect(await failure({ context: join(folder, 'file') })).toMatchInlineSnapshot(`
    "The build context of service "app" is not a directory: FOLDER/file
      Name the directory that the Dockerfile copies from."
  `);
});

test('has a digest that changes with what decides the image, and with nothing else', async () => {
  const files = { Dockerfile: 'FROM x', '.dockerignore': 'ignored', a: '1', ignored: '1' };
  const folder = await folderWith(files);
  await symlink('a', join(folder, 'link'));
  const digest = async (build: object = {}, bases: readonly string[] = ['x=1']): Promise<string> => buildDigest(await readBuildContext('service "app"', { context: folder, ...build }), { context: folder, ...build }, undefined, bases);
  const first = await digest();
  await writeFile(join(folder, 'ignored'), '2');
  expect(await digest({ cache_from: ['y'], no_cache: true, tags: ['z'] })).toBe(first);
  const others = [await digest({ args: { A: '1' } }), await digest({ target: 't' }), await digest({ labels: { a: '1' } }), await digest({}, ['x=2']), await digest({ dockerfile_inline: 'FROM y' })];
  await writeFile(join(folder, 'a'), '2');
  others.push(await digest());
  expect(new Set([first, ...others]).size).toBe(7);
});
