import { readFile } from 'node:fs/promises';
import { ImageError } from '../../errors.ts';
import type { BuildSecret } from '../plan/file-object.ts';

/** As BuildKit has it: what is larger is no secret, and it is sent in one message. */
const LARGEST_BYTES = 500 * 1024;

const failed = (what: string, id: string, why: string, cause?: unknown): ImageError => new ImageError('IMAGE_BUILD', `The secret "${id}" of the build of ${what} ${why}`, { cause });

const read = async (what: string, secret: BuildSecret): Promise<Buffer> => {
  if ('content' in secret) return Buffer.from(secret.content);
  try {
    return await readFile(secret.file);
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
        if (content.length > LARGEST_BYTES) throw failed(what, secret.id, `has ${String(content.length)} bytes, and BuildKit takes ${String(LARGEST_BYTES)}.\n  Put what is no secret into the build context.`);
        return [secret.id, content] as const;
      }),
    ),
  );
