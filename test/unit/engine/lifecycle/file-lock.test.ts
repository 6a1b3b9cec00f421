import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi, onTestFinished } from 'vitest';
import { withFileLock } from '../../../../src/engine/lifecycle/file-lock.ts';
import { StartError } from '../../../../src/errors.ts';

const options = { signal: undefined, onWait: () => {} };

it('says which file it cannot write and what to do, and does not begin', async () => {
  vi.stubEnv('TMPDIR', import.meta.filename);
  onTestFinished(() => void vi.unstubAllEnvs());
  const act = vi.fn(() => Promise.resolve());
  const failure = await withFileLock('projects', 'shop', options, act).then(() => undefined, (error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  expect((failure as StartError).code).toBe('LOCK_UNAVAILABLE');
  expect((failure as StartError).message.replaceAll(import.meta.filename, 'FILE').replace(/seaworthy-\w+/g, 'seaworthy-USER')).toMatchInlineSnapshot(`
    "The lock FILE/seaworthy-USER/projects/shop.lock cannot be taken: ENOTDIR: not a directory, mkdir 'FILE/seaworthy-USER/projects'.
      It keeps two processes from doing the same at once. Make its folder writable for this user, remove it, or set TMPDIR to another place."
  `);
  expect(act).not.toHaveBeenCalled();
});

it('leaves an error of what it guards as it is, and is free again', async () => {
  const name = `test-${String(process.pid)}`;
  const missing = join(import.meta.dirname, 'none');
  await expect(withFileLock('test', name, options, () => readFile(missing))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(withFileLock('test', name, options, () => Promise.resolve('free'))).resolves.toBe('free');
});
