import { readFile } from 'node:fs/promises';
import { ImageError } from '../../errors.ts';
import type { BuildSecret } from '../plan/file-object.ts';

/** As BuildKit has it: what is larger is no secret, and it is sent in one message. */
const LARGEST_BYTES = 500 * 1024;

const failed = (what: string, id: string, why: string, cause?: unknown): ImageError => new ImageError('IMAGE_BUILD', `The secret "${id}" of the build of ${what} ${why}`, { cause });

const read = async (what: string, secret: BuildSecret): Promise<Buffer> => {
  try {
    return 'content' in secret ? Buffer.from(secret.content) : await readFile(secret.file);
  } catch (error) {
    throw failed(what, secret.id, `cannot be read: ${error instanceof Error ? error.message : String(error)}.\n  Create the file, or correct the path under secrets.`, error);
  }
};

/** Reads what a build may mount, before anything is sent. `what` is as in `service "db"`. */
export const readBuildSecrets = async (what: string, secrets: readonly BuildSecret[]): Promise<ReadonlyMap<string, Buffer>> =>
  new Map(
    await Promise.all(
      secrets.map(async (secret) => {
        const content = await read(what, secret);
        if (content.length === 0) throw failed(what, secret.id, 'is empty.\n  Set the variable that it is taken from, or give it a file that is not empty.');
        if (content.length > LARGEST_BYTES) throw failed(what, secret.id, `has ${String(content.length)} bytes, and BuildKit takes ${String(LARGEST_BYTES)}.\n  Put what is no secret into the build context.`);
        return [secret.id, content] as const;
      }),
    ),
  );
