import type { Readable } from 'node:stream';

/** The JSON values of a stream that carries one per line, however it was cut into chunks. */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown, void, undefined> {
  let pending = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pending += decoder.decode(chunk, { stream: true });
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
  }
  if (pending.trim() !== '') yield JSON.parse(pending);
}
