import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBackend } from '../../../src/engine/backends/connect-backend.ts';
import { ownFolder } from '../../../src/engine/cleanup/own-folder.ts';
import { withFileLock } from '../../../src/engine/lifecycle/file-lock.ts';
import { noteUse, pruneBuilds } from '../../../src/engine/lifecycle/prune-builds.ts';
import type { Runtime } from '../../../src/engine/runtime/runtime.ts';
import { inspectImage, listImages, removeImage } from '../../../src/container.ts';
import { up } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { tarOf } from '../runtime/tar.ts';
import { uniqueName } from './registry.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await connectBackend();
});
afterAll(() => runtime.close());

/** A stack with an image of its own. */
const stackWith = (mark: string, base = BUSYBOX) => ({
  services: { app: { build: { context: import.meta.dirname, dockerfile_inline: `FROM ${base}\nLABEL seaworthy.test.mark=${mark}\nCMD ["sleep", "600"]\n` } } },
});

test('builds anew when the image that it starts from has changed', { timeout: 120_000 }, async () => {
  const base = `${uniqueName()}:1`;
  const [repository = '', tag = ''] = base.split(':');
  const mark = randomBytes(4).toString('hex');
  const said: string[] = [];
  const spec = stackWith(mark, base);
  const options = { onProgress: ({ text: line }: { readonly text: string }) => said.push(line) };
  const built = (): number => said.splice(0).filter((line) => line.startsWith('building ')).length;
  await runtime.images.tag(BUSYBOX, repository, tag);
  await using first = await up(spec, options);
  expect(built()).toBe(1);
  await using again = await up(spec, options);
  expect(built()).toBe(0);
  // The same name is another image from here on.
  const other = await runtime.images.build({ context: Readable.from([await tarOf({ Dockerfile: `FROM ${BUSYBOX}\nLABEL another=${base}\n` })]), dockerfile: 'Dockerfile', tags: [base] });
  await using second = await up(spec, options);
  expect(built()).toBe(1);
  const imageOf = async (stack: typeof first): Promise<string> => (await stack.services.app.inspect()).imageId;
  expect(await imageOf(again)).toBe(await imageOf(first));
  expect(await imageOf(second)).not.toBe(await imageOf(first));
  await Promise.all([first, again, second].map((stack) => stack.down({ timeoutMs: 0 })));
  for (const { id } of await listImages({ labels: [`seaworthy.test.mark=${mark}`] })) await removeImage(id, { force: true });
  await removeImage(other, { force: true });
});

test('builds anew without the cache at every up, once for all services of the build', { timeout: 120_000 }, async () => {
  const mark = randomBytes(4).toString('hex');
  const build = { ...stackWith(mark).services.app.build, no_cache: true };
  const upOnce = async (): Promise<{ readonly built: number; readonly images: readonly string[] }> => {
    const said: string[] = [];
    await using stack = await up({ services: { app: { build }, twin: { build } } }, { onProgress: ({ text: line }) => said.push(line) });
    return { built: said.filter((line) => line.startsWith('building ')).length, images: await Promise.all(Object.values(stack.services).map(async (service) => (await service.inspect()).imageId)) };
  };
  const [first, second] = [await upOnce(), await upOnce()];
  expect([first.built, second.built]).toEqual([1, 1]);
  expect(new Set([...first.images, ...second.images]).size).toBe(2);
  for (const { id } of await listImages({ labels: [`seaworthy.test.mark=${mark}`] })) await removeImage(id, { force: true });
});

test('lets go of what nobody uses, and of nothing else', { timeout: 120_000 }, async () => {
  const mark = randomBytes(4).toString('hex');
  const labels = [`seaworthy.test.mark=${mark}`];
  let name: string;
  {
    await using stack = await up(stackWith(mark));
    [name = ''] = (await inspectImage((await stack.services.app.inspect()).imageId)).tags;
    // In use, then young, then old.
    expect(await pruneBuilds(runtime, { labels, unusedForMs: 0 })).toEqual({ removed: [], errors: [] });
  }
  expect(await pruneBuilds(runtime, { labels })).toEqual({ removed: [], errors: [] });
  const image = (await runtime.images.inspect(name))!;
  const before = image.lastTaggedMs!;
  await noteUse(runtime, name, image, undefined);
  expect((await runtime.images.inspect(name))!.lastTaggedMs).toBe(before);
  await noteUse(runtime, name, { ...image, createdMs: 0, lastTaggedMs: 0 }, undefined);
  expect((await runtime.images.inspect(name))!.lastTaggedMs).toBeGreaterThan(before);
  expect(await pruneBuilds(runtime, { labels, unusedForMs: 0 })).toEqual({ removed: [name], errors: [] });
  expect(await runtime.images.inspect(name)).toBeNull();
});

test('takes a lock over from a process that has ended, and waits for one that runs', async () => {
  const name = uniqueName();
  const { signal } = new AbortController();
  const order: string[] = [];
  const waits: string[] = [];
  const hold = (who: string): Promise<void> =>
    withFileLock('builds', name, { signal, onWait: () => waits.push(who) }, async () => {
      order.push(`${who} begins`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push(`${who} ends`);
    });
  await Promise.all([hold('one'), hold('two')]);
  expect(waits).toHaveLength(1);
  expect(order.map((line) => line.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  const dead = spawn(process.execPath, ['--eval', '0']);
  await once(dead, 'exit');
  await writeFile(join(ownFolder('builds'), `${name}.lock`), `${String(dead.pid)} token`);
  await hold('three');
  expect(order.at(-1)).toBe('three ends');
  await expect(withFileLock('builds', name, { signal, onWait: () => undefined }, () => Promise.reject(new Error('build failed')))).rejects.toThrow('build failed');
  expect((await readdir(ownFolder('builds'))).filter((file) => file.startsWith(name))).toEqual([]);
  await writeFile(join(ownFolder('builds'), `${name}.lock`), `${String(process.pid)} other`);
  const reason = new Error('enough');
  await expect(withFileLock('builds', name, { signal: AbortSignal.timeout(300), onWait: () => undefined }, () => Promise.resolve())).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(withFileLock('builds', name, { signal: AbortSignal.abort(reason), onWait: () => undefined }, () => Promise.resolve())).rejects.toBe(reason);
  await rm(join(ownFolder('builds'), `${name}.lock`));
});
