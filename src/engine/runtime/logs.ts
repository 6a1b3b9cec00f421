import type { Readable } from 'node:stream';
import { Demultiplexer } from './demultiplex.ts';
import { encodeName } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';
import { formatEngineTime } from './engine-time.ts';
import { LogLineReader } from './log-line-reader.ts';
import type { LogLine, LogOptions } from './containers.ts';
import { translated } from './translated.ts';

/** A frame begins with 0 to 3, a line with the digit of its year: the first byte says whether a terminal wrote it. */
const isFramed = (first: number): boolean => first < 0x20;

async function* readLines(stream: Readable): AsyncGenerator<LogLine, void, undefined> {
  const readers = { stdout: new LogLineReader('stdout'), stderr: new LogLineReader('stderr') };
  let demultiplexer: Demultiplexer | undefined;
  let begun = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!begun) {
      begun = true;
      if (isFramed(chunk[0] ?? 0)) demultiplexer = new Demultiplexer();
    }
    if (demultiplexer === undefined) yield* readers.stdout.push(chunk);
    else for (const { stream: name, payload } of demultiplexer.push(chunk)) yield* readers[name].pushEntry(payload);
  }
  demultiplexer?.end();
  yield* readers.stdout.end();
  yield* readers.stderr.end();
}

/**
 * The log of a container, asked for when the iteration begins. Leaving the loop ends the request; so does the signal,
 * with its reason, also while nothing is logged.
 */
export async function* readLogs(client: EngineClient, id: string, options: LogOptions): AsyncGenerator<LogLine, void, undefined> {
  const { signal, sinceMs, untilMs, tail, follow } = options;
  const request = {
    method: 'GET',
    path: `/containers/${encodeName(id)}/logs`,
    query: {
      stdout: true,
      stderr: true,
      timestamps: true,
      follow,
      tail: tail ?? 'all',
      since: sinceMs === undefined ? undefined : formatEngineTime(sinceMs),
      until: untilMs === undefined ? undefined : formatEngineTime(untilMs),
    },
    deed: { noun: 'container', verb: 'read the log of', name: id },
    signal,
  } as const;
  const stream = await client.open(request);
  yield* translated(client, request, stream, readLines(stream));
}
