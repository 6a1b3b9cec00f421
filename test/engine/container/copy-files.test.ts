import { mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyFrom, copyTo, create, exec, run, start, type StartedContainer } from '../../../src/container.ts';
import { BUSYBOX } from '../images.ts';
import { failureOf } from './failure.ts';

let box: StartedContainer;
let folder: string;
beforeAll(async () => {
  box = await run({ image: BUSYBOX, cmd: ['sleep', '600'] });
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-copy-'));
  await mkdir(join(folder, 'site/empty'), { recursive: true });
  await writeFile(join(folder, 'site/index.html'), '<p>grüße</p>');
  await writeFile(join(folder, 'site/run.sh'), '#!/bin/sh\necho ran\n', { mode: 0o755 });
  await symlink('index.html', join(folder, 'site/home'));
});
afterAll(async () => {
  await box[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const inside = async (script: string): Promise<string> => (await exec(box, ['sh', '-c', script])).stdout;

test('copies content, a file and a directory in, under the name that is given', async () => {
  await copyTo(box, { content: 'port=1\n', mode: 0o600, uid: 7 }, '/etc/app/deep/app.conf');
  expect(await inside('stat -c "%a %u" /etc/app/deep/app.conf; cat /etc/app/deep/app.conf')).toBe('600 7\nport=1\n');
  await copyTo(box, join(folder, 'site/index.html'), '/srv/page.html');
  await copyTo(box, join(folder, 'site/run.sh'), '/srv/');
  expect(await inside('cat /srv/page.html; /srv/run.sh')).toBe('<p>grüße</p>ran\n');
  await copyTo(box, join(folder, 'site'), '/srv/www');
  await copyTo(box, join(folder, 'site'), '/srv/');
  expect(await inside('cd /srv/www && find . | sort && readlink home; ls /srv/site/run.sh')).toBe('.\n./empty\n./home\n./index.html\n./run.sh\nindex.html\n/srv/site/run.sh\n');
});

test('copies out: content, a file, a directory with its links and modes', async () => {
  await inside('mkdir -p /out/sub && echo one > /out/a && echo two > /out/sub/b && chmod 640 /out/a && ln -s a /out/l && ln /out/a /out/hard');
  expect((await copyFrom(box, '/out/a')).toString()).toBe('one\n');
  await copyFrom(box, '/out/a', join(folder, 'got/new-name'));
  expect(await readFile(join(folder, 'got/new-name'), 'utf8')).toBe('one\n');
  await copyFrom(box, '/out', `${folder}/`);
  expect(await readFile(join(folder, 'out/sub/b'), 'utf8')).toBe('two\n');
  expect(await readFile(join(folder, 'out/hard'), 'utf8')).toBe('one\n');
  expect(await readlink(join(folder, 'out/l'))).toBe('a');
  expect((await stat(join(folder, 'out/a'))).mode & 0o777).toBe(0o640);
});

test('puts files into a container before it is started', async () => {
  await using created = await create({ image: BUSYBOX, cmd: ['httpd', '-f', '-p', '80', '-h', '/www'], ports: [80] });
  await copyTo(created, { content: 'hello' }, '/www/index.html');
  await using web = await start(created, { ready: 'ports' });
  expect(await (await fetch(web.url(80))).text()).toBe('hello');
});

test('says what is not there, and what cannot be', async () => {
  expect(await failureOf(copyTo(box, join(folder, 'none'), '/x'), folder)).toMatchObject({ code: 'SPEC_FILE_UNREADABLE', message: expect.stringContaining('NAME/none cannot be copied: there is no such file.') });
  expect(await failureOf(copyTo(box, { content: '' }, 'x'))).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "The target "x" is not absolute: write a path from the root of the container, as "/etc/app.conf".",
      "name": "SpecError",
    }
  `);
  expect(await failureOf(copyTo(box, { content: '' }, '/x/'))).toMatchInlineSnapshot(`
    {
      "code": "SPEC_INVALID",
      "message": "The target "/x/" is a directory, and content has no name of its own: write the whole path of the file.",
      "name": "SpecError",
    }
  `);
  expect(await failureOf(copyTo('seaworthy-none', { content: '' }, '/x'))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "Could not copy files to container "seaworthy-none": the engine answered 404, "No such container: seaworthy-none". It was removed meanwhile, or never existed: correct the name, or create it again.",
      "name": "StartError",
    }
  `);
  expect(await failureOf(copyFrom(box, '/none'), box.name)).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_MISSING",
      "message": "There is no "/none" in container "NAME", or the container is gone.
      Correct the path; it starts at the root of the container.",
      "name": "StartError",
    }
  `);
  expect(await failureOf(copyFrom(box, '/etc'))).toMatchInlineSnapshot(`
    {
      "code": "RESOURCE_CONFLICT",
      "message": ""/etc" of the container is not a file.
      Name a file, or give the path on the host that the directory is to be copied to.",
      "name": "StartError",
    }
  `);
});
