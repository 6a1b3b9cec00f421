import type { Readable } from 'node:stream';
import { Demultiplexer } from './demultiplex.ts';
import { encodeName } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import type { Attachment, Cancellable } from './runtime.ts';

/** The socket under a hijacked answer. An engine that does not upgrade answers 200 and talks over the same socket. */
const inputOf = (stream: Readable): NodeJS.WritableStream => ('socket' in stream ? stream.socket : stream) as NodeJS.WritableStream;

async function collect(stream: Readable, tty: boolean): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const demultiplexer = new Demultiplexer();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (tty) parts.stdout.push(chunk);
    else for (const { stream: name, payload } of demultiplexer.push(chunk)) parts[name].push(payload);
  }
  demultiplexer.end();
  return { stdout: Buffer.concat(parts.stdout).toString('utf8'), stderr: Buffer.concat(parts.stderr).toString('utf8') };
}

/**
 * Attaches to a container that has not been started, so that nothing it writes is missed, whatever its log driver keeps.
 * The socket is hijacked only when there is something to write.
 */
export async function attach(client: EngineClient, id: string, { stdin, tty = false, signal }: Cancellable & { readonly stdin?: string | Uint8Array | undefined; readonly tty?: boolean | undefined }): Promise<Attachment> {
  const request = {
    method: 'POST',
    path: `/containers/${encodeName(id)}/attach`,
    query: { stream: true, stdin: stdin !== undefined, stdout: true, stderr: true },
    hijack: stdin !== undefined,
    deed: { noun: 'container', verb: 'attach to', name: id },
    signal,
  } as const;
  const stream = await client.open(request);
  if (stdin !== undefined) inputOf(stream).end(stdin);
  const ended = collect(stream, tty).catch((error: unknown) => {
    throw client.translate(error, request);
  });
  // Whoever awaits it sees the failure; one before that is nobody's unhandled rejection.
  ended.catch(() => {});
  return { ended, detach: () => stream.destroy() };
}
