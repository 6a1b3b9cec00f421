import type { Readable } from 'node:stream';
import { Demultiplexer } from './demultiplex.ts';
import type { ExecOutcome, InputSource, OutputListener } from './containers.ts';

/** What a program has written. */
export type Written = Pick<ExecOutcome, 'stdout' | 'stderr'>;

/** Reads what a program writes to its end; with a listener it is told of the bytes as they come, and nothing is kept. */
export async function collectOutput(chunks: AsyncIterable<Buffer>, tty: boolean, onOutput?: OutputListener): Promise<Written> {
  const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const take: OutputListener = onOutput ?? ((chunk, name) => parts[name].push(Buffer.from(chunk)));
  const demultiplexer = new Demultiplexer();
  for await (const chunk of chunks) {
    if (tty) take(chunk, 'stdout');
    else for (const { stream: name, payload } of demultiplexer.push(chunk)) take(payload, name);
  }
  demultiplexer.end();
  return { stdout: Buffer.concat(parts.stdout).toString('utf8'), stderr: Buffer.concat(parts.stderr).toString('utf8') };
}

/** The socket under a hijacked answer. An engine that does not upgrade answers 200 and talks over the same socket. */
const inputOf = (stream: Readable): NodeJS.WritableStream => ('socket' in stream ? stream.socket : stream) as NodeJS.WritableStream;

/** Sends input over a hijacked answer and closes it; the function it gives stops the sending of a stream. */
export function sendInput(stream: Readable, stdin: InputSource): () => void {
  const input = inputOf(stream);
  if (typeof stdin === 'string' || stdin instanceof Uint8Array) {
    input.end(stdin);
    return () => {};
  }
  // A program may end before it has read all; what matters of a broken connection is told by the reading side.
  input.on('error', () => {});
  stdin.pipe(input);
  return () => void stdin.unpipe(input);
}
