import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * A folder for the length of one piece of work.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>} after the folder is gone, whatever came of the work
 */
export async function withTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-'));
  try {
    return await work(folder);
  } finally {
    // An interrupted debootstrap leaves /proc mounted in there: never remove through a mount.
    const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse()) {
      await runCommand('umount', [mount]);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
