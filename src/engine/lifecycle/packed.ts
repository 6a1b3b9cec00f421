import { PassThrough } from 'node:stream';
import type { Pack } from 'tar-stream';

/** A tar as a stream of Node's own, which fails when filling it has failed: a tar that fails by itself ends the process. */
export const packed = (tar: Pack, filled: Promise<void>): NodeJS.ReadableStream => {
  const stream = new PassThrough();
  tar.on('error', (error: Error) => stream.destroy(error));
  filled.catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
    tar.destroy();
  });
  return tar.pipe(stream);
};
